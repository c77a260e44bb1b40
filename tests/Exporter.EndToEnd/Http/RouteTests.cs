using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>What is served where, and with which head.</summary>
public sealed class RouteTests(PlainInstance instance) : IClassFixture<PlainInstance>
{
    private const string Exposition = "text/plain; version=0.0.4; charset=utf-8";

    [Theory]
    [InlineData("/metrics", Exposition, "# HELP netdev_receive_bytes_total ")]
    [InlineData("/metrics?name[]=up", Exposition, "# HELP netdev_receive_bytes_total ")]
    [InlineData("http://h/metrics", Exposition, "# HELP netdev_receive_bytes_total ")]
    [InlineData("HTTP://h:8080/metrics?x", Exposition, "# HELP netdev_receive_bytes_total ")]
    [InlineData("HTTPS://h/metrics", Exposition, "# HELP netdev_receive_bytes_total ")]
    [InlineData("http://u:p@h/metrics", Exposition, "# HELP netdev_receive_bytes_total ")]
    [InlineData("/metrics?x=\xC3\xA9[]", Exposition, "# HELP netdev_receive_bytes_total ")]
    [InlineData("/", "text/html; charset=utf-8", "<!DOCTYPE html>")]
    [InlineData("/?", "text/html; charset=utf-8", "<!DOCTYPE html>")]
    [InlineData("http://h", "text/html; charset=utf-8", "<!DOCTYPE html>")]
    [InlineData("http://h?/metrics", "text/html; charset=utf-8", "<!DOCTYPE html>")]
    [InlineData("/-/healthy", "text/plain; charset=utf-8", "")]
    [InlineData("/-/ready", "text/plain; charset=utf-8", "")]
    public void A_route_is_served(string target, string contentType, string start)
    {
        using WireClient client = instance.Exporter.Connect();
        WireResponse response = client.Get(target);
        Assert.Equal("HTTP/1.1 200 OK", response.StatusLine);
        Assert.Equal(contentType, response.Field("Content-Type"));
        Assert.Equal("no-store", response.Field("Cache-Control"));
        Assert.Equal("nosniff", response.Field("X-Content-Type-Options"));
        Assert.Equal(contentType.StartsWith("text/html"), response.Field("Content-Security-Policy") is not null);
        Assert.NotEmpty(response.Body);
        Assert.StartsWith(start, response.Text);
        DateTime date = DateTime.ParseExact(response.Field("Date")!, "r", CultureInfo.InvariantCulture);
        Assert.InRange(DateTime.UtcNow - date, TimeSpan.FromSeconds(-2), TimeSpan.FromSeconds(10));
        Assert.False(client.IsClosedWithin(20));
    }

    [Theory]
    [InlineData("/-/healthy")]
    [InlineData("/-/ready")]
    [InlineData("/nowhere")]
    public void What_is_no_page_is_one_line_of_text(string target)
    {
        WireResponse response = instance.Exporter.Get(target);
        Assert.StartsWith("text/plain", response.Field("Content-Type"));
        Assert.Matches(@"\A[^\n]+\n?\z", response.Text);
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/metrics/")]
    [InlineData("/metric")]
    [InlineData("/metricss")]
    [InlineData("/METRICS")]
    [InlineData("/%6detrics")]
    [InlineData("//metrics")]
    [InlineData("/../metrics")]
    [InlineData("/-/")]
    [InlineData("/favicon.ico")]
    public void Any_other_path_is_404_and_the_connection_goes_on(string target)
    {
        using WireClient client = instance.Exporter.Connect();
        Assert.Equal(404, client.Get(target).Status);
        Assert.Equal(200, client.Get("/metrics").Status);
    }

    [Theory]
    [InlineData("POST /metrics")]
    [InlineData("PUT /")]
    [InlineData("DELETE /-/healthy")]
    [InlineData("PATCH /metrics")]
    [InlineData("TRACE /metrics")]
    [InlineData("options /metrics")]
    [InlineData("get /metrics")]
    [InlineData("GETT /metrics")]
    [InlineData("M-SEARCH /metrics")]
    public void Any_other_method_is_405_and_says_which_are_allowed(string request)
    {
        using WireClient client = instance.Exporter.Connect();
        client.Send($"{request} HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
        WireResponse response = client.Read();
        Assert.Equal(405, response.Status);
        Assert.Equal("GET, HEAD, OPTIONS", response.Field("Allow"));
        Assert.Equal(200, client.Get("/metrics").Status);
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/nowhere")]
    [InlineData("https://h/")]
    [InlineData("*")]
    public void OPTIONS_is_204_and_says_which_methods_are_allowed(string target)
    {
        using WireClient client = instance.Exporter.Connect();
        client.Request(target, "OPTIONS");
        WireResponse response = client.Read();
        Assert.Equal("HTTP/1.1 204 No Content", response.StatusLine);
        Assert.Equal("GET, HEAD, OPTIONS", response.Field("Allow"));
        Assert.Null(response.Field("Content-Length"));
        Assert.Null(response.Field("Content-Type"));
        Assert.Equal(200, client.Get("/metrics").Status); // nothing stood between
    }

    [Fact]
    public void The_check_of_a_load_balancer_is_passed()
    {
        using WireClient client = instance.Exporter.Connect();
        client.Send("OPTIONS / HTTP/1.0\r\n\r\n"); // HAProxy's, by default
        Assert.Equal(204, client.Read().Status);
        Assert.Empty(client.ReadToEnd());
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "no Host")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n", "two Host")]
    [InlineData("GET / HTTP/1.1\r\nHost: h/\r\n\r\n", "Host field is not HOST")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n", "Transfer-Encoding other than")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nnothing\r\n\r\n", "not NAME: VALUE")]
    [InlineData("GET ftp://h/ HTTP/1.1\r\nHost: h\r\n\r\n", "target")]
    [InlineData("\x16\x03\x01", "not an HTTP/1 request")]
    public void A_400_says_what_is_wrong(string request, string reason)
    {
        using WireClient client = instance.Exporter.Connect();
        client.Send(request);
        WireResponse response = client.Read();
        Assert.Equal(400, response.Status);
        Assert.Contains(reason, response.Text);
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/")]
    [InlineData("/-/healthy")]
    [InlineData("/-/ready")]
    [InlineData("/nowhere")]
    public void HEAD_has_the_head_of_GET_and_no_body(string target)
    {
        using WireClient client = instance.Exporter.Connect();
        WireResponse toGet = client.Get(target);
        client.Request(target, "HEAD");
        WireResponse toHead = client.Read(toHead: true);
        Assert.Equal(toGet.HeadWithoutDate().Select(WithoutDigits), toHead.HeadWithoutDate().Select(WithoutDigits));
        int length = int.Parse(toHead.Field("Content-Length")!);
        Assert.InRange(length, toGet.Body.Length - 20, toGet.Body.Length + 20); // the process's own numbers grow
        Assert.Equal(200, client.Get("/-/healthy").Status); // no byte of a body stood between
    }

    [Theory]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2")]
    [InlineData("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=1.0.0;"
        + "escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2")]
    [InlineData("application/json")]
    public void Whatever_a_scraper_accepts_it_gets_the_text_format(string accept)
    {
        using WireClient client = instance.Exporter.Connect();
        WireResponse response = client.Get(
            "/metrics", $"Accept: {accept}\r\nX-Prometheus-Scrape-Timeout-Seconds: 10\r\n");
        Assert.Equal(Exposition, response.Field("Content-Type"));
        _ = MetricsPage.Parse(response.Text);
    }

    [Fact]
    public void A_request_with_fields_that_mean_nothing_here_is_served()
    {
        using WireClient client = instance.Exporter.Connect();
        string few = "User-Agent: \xE9\r\nEmpty:\r\nTab:\ta\tb\t\r\nExpect: x\r\nUpgrade: h2c\r\n";
        string many = string.Concat(Enumerable.Repeat("A: b\r\n", 1000));
        Assert.Equal(200, client.Get("/metrics", few).Status);
        Assert.Equal(200, client.Get("/metrics", many).Status);
    }

    [Fact]
    public void The_landing_page_says_what_this_is_which_file_and_whose_it_is_and_links_to_the_metrics()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a&b", NetDevText.Plain);
        using Instance other = Instance.Start(
            "--path.netdev", path, "--web.telemetry-path=/other", "--web.disable-page");
        string text = other.Get("/").Text;
        Assert.Contains("netdev-exporter", text);
        Assert.Contains("Prometheus", text);
        Assert.Contains("host", text);
        Assert.Contains(path.Replace("&", "&amp;"), text);
        Assert.Contains("href=\"/other\"", text);
        Assert.Equal(200, other.Get("/other").Status);
        Assert.Equal(404, other.Get("/metrics").Status);
    }

    [Theory]
    [InlineData("/", "the landing page gives way")]
    [InlineData("/a/b.txt", "deeper")]
    [InlineData("/m\"<&", "what HTML escapes")]
    public void The_metrics_are_where_the_flag_says(string path, string reason)
    {
        using Instance other = Instance.Start(
            "--path.procfs=/proc", "--source.allow-own", "--web.telemetry-path", path);
        WireResponse response = other.Get(path);
        Assert.True(response.Status == 200, reason);
        Assert.Equal(Exposition, response.Field("Content-Type"));
    }

    [Fact]
    public void An_empty_Host_is_one()
    {
        using WireClient client = instance.Exporter.Connect();
        client.Send("GET /metrics HTTP/1.1\r\nHost:\r\n\r\n");
        Assert.Equal(200, client.Read().Status);
    }

    private static string WithoutDigits(string line) => Regex.Replace(line, "^(Content-Length: )[0-9]+$", "$1");
}
