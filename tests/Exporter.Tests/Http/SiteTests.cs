using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using Xunit;

namespace NetdevExporter.Tests.Http;

public sealed class SiteTests
{
    [Theory]
    [InlineData("/", nameof(Route.Landing))]
    [InlineData("/metrics", nameof(Route.Metrics))]
    [InlineData("/-/healthy", nameof(Route.Healthy))]
    [InlineData("/-/ready", nameof(Route.Ready))]
    [InlineData("", nameof(Route.None))]
    [InlineData("*", nameof(Route.None))] // OPTIONS *
    [InlineData("/metrics/", nameof(Route.None))]
    [InlineData("/Metrics", nameof(Route.None))] // paths have case
    [InlineData("//metrics", nameof(Route.None))]
    [InlineData("/%6detrics", nameof(Route.None))] // taken as it stands
    [InlineData("/metric", nameof(Route.None))]
    [InlineData("/-/", nameof(Route.None))]
    public void A_path_stands_for_one_thing(string path, string route) =>
        Assert.Equal(route, new Site("/metrics", "/f", "v").Find(Latin1.Bytes(path)).ToString());

    [Fact]
    public void The_metrics_may_be_at_the_root()
    {
        Site site = new("/", "/f", "v");
        Assert.Equal((Route.Metrics, Route.None), (site.Find("/"u8), site.Find("/metrics"u8)));
    }

    [Fact]
    public void The_landing_page_links_to_the_metrics_and_names_the_file()
    {
        string landing = Latin1.Text(new Site("/m", "/host/proc/1/net/dev", "netdev-exporter 1.2.3").Landing(""));
        Assert.Contains("<a href=\"/m\">", landing);
        Assert.Contains("<code>/host/proc/1/net/dev</code>", landing);
        Assert.Contains("netdev-exporter 1.2.3", landing);
    }

    [Fact]
    public void The_landing_page_shows_what_means_something_in_HTML_as_it_is()
    {
        string landing = Latin1.Text(new Site("/\"&<", "/<script>&\"", "<v>").Landing(""));
        Assert.Contains("href=\"/&quot;&amp;&lt;\"", landing);
        Assert.DoesNotContain("<script", landing);
        Assert.DoesNotContain("<v>", landing);
    }
}
