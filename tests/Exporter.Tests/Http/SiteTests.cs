using System.Linq;
using NetdevExporter.Http;
using Xunit;

namespace NetdevExporter.Tests.Http;

public sealed class SiteTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/metrics")]
    [InlineData("/-/healthy")]
    [InlineData("/-/ready")]
    public void A_path_leads_to_its_resource(string path) =>
        Assert.Equal(path, Latin1.Text(new Site("/metrics", "/f", "v").Find(Latin1.Bytes(path))!.Path));

    [Theory]
    [InlineData("")]
    [InlineData("*")] // OPTIONS *
    [InlineData("/metrics/")]
    [InlineData("/Metrics")] // paths are case-sensitive
    [InlineData("//metrics")]
    [InlineData("/%6detrics")] // not decoded
    [InlineData("/metric")]
    [InlineData("/-/")]
    public void Any_other_path_leads_nowhere(string path) =>
        Assert.Null(new Site("/metrics", "/f", "v").Find(Latin1.Bytes(path)));

    [Fact]
    public void The_metrics_may_be_at_the_root()
    {
        Site site = new("/", "/f", "v");
        Assert.Null(site.Find("/"u8)!.Write);
        Assert.Null(site.Find("/metrics"u8));
    }

    [Fact]
    public void Only_the_health_of_the_process_is_told_without_the_token() =>
        Assert.Equal(
            ["/-/healthy"],
            new[] { "/", "/metrics", "/-/healthy", "/-/ready" }.Where(
                path => new Site("/metrics", "/f", "v").Find(Latin1.Bytes(path))!.IsStatic));

    [Fact]
    public void The_landing_page_links_to_the_metrics_and_names_the_file()
    {
        string landing = Latin1.Text(new Site("/m", "/host/proc/1/net/dev", "netdev-exporter 1.2.3").WriteLanding(""));
        Assert.Contains("<a href=\"/m\">", landing);
        Assert.Contains("<code>/host/proc/1/net/dev</code>", landing);
        Assert.Contains("netdev-exporter 1.2.3", landing);
    }

    [Fact]
    public void The_landing_page_shows_what_means_something_in_HTML_as_it_is()
    {
        string landing = Latin1.Text(new Site("/\"&<", "/<script>&\"", "<v>").WriteLanding(""));
        Assert.Contains("href=\"/&quot;&amp;&lt;\"", landing);
        Assert.DoesNotContain("<script", landing);
        Assert.DoesNotContain("<v>", landing);
    }
}
