using System;
using System.Linq;
using System.Text.RegularExpressions;
using NetdevExporter.Http;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>The page at the root, whose markers are replaced each time, and its files.</summary>
public sealed class LivePageTests : IDisposable
{
    private const string Field = "Authorization: Bearer secret\r\n";
    private const string Offer = "Accept-Encoding: gzip\r\n";

    private static readonly string Html = Latin1.Text(PageFiles.Html);

    private readonly ChangingSource source = new();

    public static TheoryData<string, string, string> Files => new()
    {
        { "/-/page.css", Latin1.Text(PageFiles.Css), Latin1.Text(PageFiles.CssTag) },
        { "/-/page.js", Latin1.Text(PageFiles.Script), Latin1.Text(PageFiles.ScriptTag) },
        { "/-/metrics.js", Latin1.Text(PageFiles.MetricsScript), Latin1.Text(PageFiles.MetricsScriptTag) },
        { "/-/icon.svg", Latin1.Text(PageFiles.Icon), Latin1.Text(PageFiles.IconTag) },
    };

    [Theory]
    [InlineData("/metrics", "./metrics")]
    [InlineData("/a/b.txt", "./a/b.txt")]
    [InlineData("//a:b", ".//a:b")]
    [InlineData("/\"><script>'&", "./&#34;&gt;&lt;script&gt;&#39;&amp;")]
    public void The_path_of_the_metrics_is_told_relative_to_the_pages(string path, string expected)
    {
        string page = SiteBody.Of(new Site(path, "/f", "v", source), "/");
        Assert.Equal(Replace(expected, "none", "<p>0</p>"), page);
    }

    [Fact]
    public void Why_there_are_no_totals_is_in_their_place() =>
        Assert.Equal(
            Replace("./metrics", "none", "<p>&lt;b&gt; &amp; &#34;why&#34;</p>"),
            SiteBody.Of(new Site("/metrics", "/f", "v", source), "/", "<b> & \"why\""));

    [Fact]
    public void The_longest_reason_fits_and_so_do_totals_without_end()
    {
        Site site = new("/" + new string('"', Limits.TelemetryPathBytesMax - 1), "/f", "v", new EndlessTotals());
        Assert.EndsWith("</html>\n", SiteBody.Of(site, "/", new string('"', Limits.PathBytesMax + 200)));
        string page = SiteBody.Of(site, "/");
        Assert.Equal(Responder.BodyBytesMax, page.Length);
        Assert.EndsWith("</html>\n", page);
    }

    [Fact]
    public void The_totals_are_of_a_reading_that_is_not_older_than_the_request()
    {
        using RunningServer server = new(source);
        using ServerClient client = server.Connect();
        for (long number = 0; number < 10; number = source.CountUp())
        {
            Assert.Equal((200, Replace("./metrics", "none", $"<p>{number}</p>")), client.Ask("/"));
        }

        Assert.Equal(10, source.Readings);
        Assert.Contains("\r\nContent-Type: text/html; charset=utf-8\r\n", client.LastHead);
        Assert.Contains("\r\nCache-Control: no-store\r\n", client.LastHead);
        Assert.Contains($"\r\nContent-Security-Policy: {Latin1.Text(LivePage.ContentPolicy)}\r\n", client.LastHead);
        Assert.DoesNotContain("ETag", client.LastHead);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_served_byte_for_byte_and_may_be_kept_if_it_is_asked_for_again(
        string path, string text, string tag)
    {
        using RunningServer server = new(source);
        using ServerClient client = server.Connect();
        Assert.Equal((200, text), client.Ask(path));
        Assert.Contains(Caching(tag), client.LastHead);
        Assert.Equal((304, ""), Ask(client, path, $"If-None-Match: \"x\", W/\"{tag}\"\r\n"));
        Assert.Contains(Caching(tag), client.LastHead);
        Assert.DoesNotContain("Content-", client.LastHead.Replace("X-Content-Type", ""));
        Assert.Equal((200, text), Ask(client, path, "If-None-Match: W/\"x\"\r\n"));
        client.Send($"HEAD {path} HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n");
        Assert.Equal(304, client.Receive().Status);
        Assert.Equal(405, Ask(client, path, "If-None-Match: *\r\n", "POST").Status);
        Assert.Equal(204, Ask(client, path, "If-None-Match: *\r\n", "OPTIONS").Status);
        Assert.Equal(0, source.Readings);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/metrics")]
    [InlineData("/-/healthy")]
    public void What_has_no_tag_is_served_whatever_the_client_has(string path)
    {
        using RunningServer server = new(source);
        using ServerClient client = server.Connect();
        Assert.Equal(200, Ask(client, path, "If-None-Match: *\r\n").Status);
    }

    [Theory]
    [InlineData(Offer, true, true)]
    [InlineData("Accept-Encoding: gzip;q=0\r\n", true, false)]
    [InlineData("", true, false)]
    [InlineData(Offer, false, false)] // --web.disable-compression
    public void A_file_and_the_page_are_compressed_for_who_prefers_it(string fields, bool compresses, bool isGzip)
    {
        using RunningServer server = new(source, compresses: compresses);
        (string Path, string Text)[] bodies =
        [
            .. Files.Select(row => (row.Data.Item1, row.Data.Item2)),
            ("/", Replace("./metrics", "none", "<p>0</p>")),
        ];
        Assert.Contains(bodies, body => body.Text.Length < Limits.GzipFileBytesMin);
        Assert.InRange(bodies.Count(body => body.Text.Length >= Limits.GzipFileBytesMin), 3, 5);
        foreach ((string path, string text) in bodies)
        {
            using ServerClient client = server.Connect();
            bool isExpected = isGzip && text.Length >= Limits.GzipFileBytesMin;
            string body = Ask(client, path, fields).Body;
            Assert.Equal(isExpected, client.LastHead.Contains("Content-Encoding: gzip\r\n"));
            Assert.Equal(text, isExpected ? Gzip.Decode(body) : body);
            string head = client.LastHead;
            client.Send($"HEAD {path} HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
            Assert.Equal(200, client.Receive(toHead: true).Status);
            Assert.Equal(WithoutDate(head), WithoutDate(client.LastHead));
            Assert.Equal(200, client.Ask("/-/healthy").Status); // no byte of a body stood between
        }
    }

    [Fact]
    public void Who_rejects_an_uncompressed_body_gets_a_small_one_compressed_too()
    {
        using RunningServer server = new(source);
        using ServerClient client = server.Connect();
        string body = Ask(client, "/-/icon.svg", "Accept-Encoding: gzip, identity;q=0\r\n").Body;
        bool isGzip = client.LastHead.Contains("Content-Encoding: gzip\r\n");
        Assert.Equal(Latin1.Text(PageFiles.Icon), isGzip ? Gzip.Decode(body) : body);
        Assert.True(isGzip || body.Length < 128); // what comes out no smaller is sent as it is
    }

    [Fact]
    public void Without_the_token_the_page_asks_for_it_and_tells_nothing_of_the_host()
    {
        using RunningServer server = new(source, tokens: new ChangingToken { Text = "secret" });
        using ServerClient client = server.Connect();
        (int status, string page) = client.Ask("/");
        string sentence = Regex.Match(page, "(?s)<noscript>\\s*<p>(.*)</p>\\s*</noscript>").Groups[1].Value;
        Assert.Equal((200, Replace("./metrics", "required", $"<p>{sentence}</p>")), (status, page));
        Assert.Contains("Authorization: Bearer", sentence);
        Assert.Contains("\r\nCache-Control: no-store\r\n", client.LastHead);
        Assert.Equal(page, Ask(client, "/", "Authorization: Bearer other\r\n").Body);
        Assert.Equal(0, source.Readings);
        Assert.Equal((200, Replace("./metrics", "none", "<p>0</p>")), Ask(client, "/", Field));
        Assert.Equal(1, source.Readings);
        Assert.All(["/metrics", "/-/ready", "/nowhere"], path => Assert.Equal(401, client.Ask(path).Status));
        Assert.Equal(401, Ask(client, "/", "", "POST").Status);
        Assert.All(Files, row => Assert.Equal((200, row.Data.Item2), client.Ask(row.Data.Item1)));
    }

    [Fact]
    public void Without_the_token_a_fault_is_not_told()
    {
        using ChangingSource failing = new() { Fault = "the reason" };
        using RunningServer server = new(failing, tokens: new ChangingToken { Text = "secret" });
        using ServerClient client = server.Connect();
        Assert.DoesNotContain("the reason", client.Ask("/").Body);
        Assert.Contains("the reason", Ask(client, "/", Field).Body);
    }

    [Fact]
    public void Without_the_page_the_landing_page_needs_the_token()
    {
        using RunningServer server = new(source, tokens: new ChangingToken { Text = "secret" }, hasPage: false);
        using ServerClient client = server.Connect();
        Assert.Equal(401, client.Ask("/").Status);
        Assert.Contains("<a href=\"/metrics\">", Ask(client, "/", Field).Body);
        Assert.Contains("style-src 'sha256-", client.LastHead);
        Assert.All(Files, row => Assert.Equal(404, Ask(client, row.Data.Item1, Field).Status));
        Assert.All(Files, row => Assert.Equal(401, client.Ask(row.Data.Item1).Status));
    }

    public void Dispose() => source.Dispose();

    private static string Replace(string metrics, string token, string totals) =>
        Html.Replace("{metrics}", metrics).Replace("{token}", token).Replace("{totals}", totals);

    private static string Caching(string tag) =>
        $"\r\nETag: W/\"{tag}\"\r\nCache-Control: no-cache\r\nVary: Accept-Encoding\r\n";

    private static string WithoutDate(string head) => Regex.Replace(head, "\r\nDate: [^\r]*", "");

    private static (int Status, string Body) Ask(
        ServerClient client, string path, string fields, string method = "GET")
    {
        client.Send($"{method} {path} HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
        return client.Receive();
    }
}
