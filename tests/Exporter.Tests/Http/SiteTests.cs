using System;
using System.Linq;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

public sealed class SiteTests : IDisposable
{
    private readonly ChangingSource source = new();

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

    [Theory]
    [InlineData("/-/page.css", "text/css; charset=utf-8")]
    [InlineData("/-/page.js", "text/javascript; charset=utf-8")]
    [InlineData("/-/metrics.js", "text/javascript; charset=utf-8")]
    [InlineData("/-/icon.svg", "image/svg+xml")]
    public void The_live_page_has_files_and_the_landing_page_none(string path, string contentType)
    {
        Resource file = WithPage().Find(Latin1.Bytes(path))!;
        Assert.Equal((path, contentType), (Latin1.Text(file.Path), Latin1.Text(file.Representation.Type)));
        Assert.Equal(16, file.Representation.EntityTag.Length);
        Assert.True(file is { IsStatic: true, IsCompressible: true });
        Assert.Null(new Site("/metrics", "/f", "v").Find(Latin1.Bytes(path)));
        Assert.True(Site.IsReserved(path));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/metrics")]
    [InlineData("/-/healthy")]
    [InlineData("/-/ready")]
    public void Nothing_else_has_an_entity_tag(string path) =>
        Assert.True(WithPage().Find(Latin1.Bytes(path))!.Representation.EntityTag.IsEmpty);

    [Fact]
    public void The_metrics_may_be_at_the_root_and_there_is_no_page_then()
    {
        foreach (IPageSource? live in new[] { null, source })
        {
            Site site = new("/", "/f", "v", live);
            Assert.Null(site.Find("/"u8)!.Write);
            Assert.Null(site.Find("/metrics"u8));
            Assert.Null(site.Find("/-/page.css"u8));
            Assert.NotNull(site.Find("/-/healthy"u8));
        }
    }

    [Fact]
    public void Only_the_health_of_the_process_and_the_pages_files_are_served_without_the_token()
    {
        string[] paths = ["/", "/metrics", "/-/healthy", "/-/ready", "/-/page.css", "/-/page.js", "/-/icon.svg"];
        Assert.Equal(
            ["/-/healthy", "/-/page.css", "/-/page.js", "/-/icon.svg"],
            paths.Where(path => WithPage().Find(Latin1.Bytes(path))!.IsStatic));
        Assert.Equal(["/"], paths.Where(path => WithPage().Find(Latin1.Bytes(path))!.Public is not null));
        Assert.Null(new Site("/metrics", "/f", "v").Find("/"u8)!.Public);
    }

    [Fact]
    public void The_landing_page_links_to_the_metrics_and_names_the_file()
    {
        string landing = SiteBody.Of(new Site("/m", "/host/proc/1/net/dev", "netdev-exporter 1.2.3\n"), "/");
        Assert.Contains("<a href=\"/m\">", landing);
        Assert.Contains("<code>/host/proc/1/net/dev</code>.", landing);
        Assert.Contains("<p>netdev-exporter 1.2.3</p>", landing);
        Assert.Contains($"<a href=\"{Site.HealthyPath}\">", landing);
        Assert.Contains($"<a href=\"{Site.ReadyPath}\">", landing);
    }

    [Fact]
    public void The_landing_page_is_readable_in_the_dark_and_on_a_telephone()
    {
        string landing = SiteBody.Of(new Site("/m", "/f", "v"), "/");
        Assert.Contains("<meta name=\"viewport\" content=\"width=device-width\">", landing);
        Assert.Contains("<meta name=\"color-scheme\" content=\"light dark\">", landing);
        Assert.Matches("(?s)<body>\n<main>.*</main>\n</body>", landing);
    }

    [Fact]
    public void The_landing_page_shows_what_means_something_in_HTML_as_it_is()
    {
        string landing = SiteBody.Of(new Site("/\"&<", "/<script>&\"", "<v>"), "/", "<why>");
        Assert.Contains("href=\"/&#34;&amp;&lt;\"", landing);
        Assert.Contains(": <strong>&lt;why&gt;</strong>.", landing);
        Assert.DoesNotContain("<script", landing);
        Assert.DoesNotContain("<v>", landing);
    }

    [Fact]
    public void The_landing_page_of_the_longest_paths_fits()
    {
        string path = "/" + new string('"', Limits.PathBytesMax - 1);
        string landing = SiteBody.Of(
            new Site("/" + new string('"', Limits.TelemetryPathBytesMax - 1), path, BuildInfo.Line), "/", path);
        Assert.EndsWith("</html>\n", landing);
    }

    public void Dispose() => source.Dispose();

    private Site WithPage() => new("/metrics", "/f", "v", source);
}
