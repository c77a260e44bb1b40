using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>The page for browsers at the root, as the executable serves it, and the files that it loads.</summary>
public sealed class LivePageRouteTests : IDisposable
{
    private const string Field = "Authorization: Bearer secret\r\n";
    private const string Offer = "Accept-Encoding: gzip\r\n";
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private static readonly string Html = File.ReadAllText(PathOf("page.html"));

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string> Files => new()
    {
        { "page.css", "text/css; charset=utf-8" },
        { "page.js", "text/javascript; charset=utf-8" },
        { "metrics.js", "text/javascript; charset=utf-8" },
        { "icon.svg", "image/svg+xml" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_served_as_it_stands_in_the_repository(string name, string contentType)
    {
        using Instance exporter = Start();
        using WireClient client = exporter.Connect();
        WireResponse response = client.Get("/-/" + name);
        Assert.Equal(File.ReadAllBytes(PathOf(name)), response.Body);
        Assert.Equal((200, contentType), (response.Status, response.Field("Content-Type")));
        Assert.Equal("no-cache", response.Field("Cache-Control"));
        Assert.Equal("Accept-Encoding", response.Field("Vary"));
        Assert.Equal("nosniff", response.Field("X-Content-Type-Options"));
        string tag = response.Field("ETag")!;
        Assert.Matches("^W/\"[0-9A-F]{16}\"$", tag);
        client.Request("/-/" + name, "GET", $"If-None-Match: \"other\", {tag}\r\n");
        WireResponse unchanged = client.Read();
        Assert.Equal("HTTP/1.1 304 Not Modified", unchanged.StatusLine);
        Assert.Equal((tag, null), (unchanged.Field("ETag"), unchanged.Field("Content-Length")));
        string[] others = ["If-None-Match: \"other\"\r\n", $"If-None-Match: x{tag}\r\n", "If-None-Match: ,\"\r\n"];
        Assert.All(others, other => Assert.Equal(200, client.Get("/-/" + name, other).Status));
        WireResponse encoded = client.Get("/-/" + name, Offer);
        bool isGzip = response.Body.Length >= 1024;
        Assert.Equal(isGzip ? "gzip" : null, encoded.Field("Content-Encoding"));
        Assert.Equal(response.Body, isGzip ? Decode(encoded.Body) : encoded.Body);
        Assert.Equal(tag, encoded.Field("ETag"));
    }

    [Fact]
    public void The_page_has_the_totals_of_every_interface_named_as_in_the_metrics_and_nothing_else()
    {
        string[] names = ["lo", "<b>", "a&b", "\"q'", "caf\xC3\xA9", "x\xFF", "eth0"];
        using Instance exporter = Start(
            NetDevText.Header
                + string.Concat(names.Select(name => NetDevText.Row(name, NetDevText.Repeat("1234567")))),
            "--device.alias=eth0=<wan>");
        WireResponse response = exporter.Get("/");
        Assert.Equal("text/html; charset=utf-8", response.Field("Content-Type"));
        Assert.Equal(
            ("no-store", Policy, null),
            (response.Field("Cache-Control"), response.Field("Content-Security-Policy"), response.Field("ETag")));
        string[] parts = Replace("./metrics", "none").Split("{totals}");
        Assert.True(response.Text.StartsWith(parts[0]) && response.Text.EndsWith(parts[1]));
        string table = response.Text[parts[0].Length..^parts[1].Length];
        Assert.Equal(
            ["lo", "<b>", "a&b", "\"q'", "café", "x/ff", "<wan>"],
            Regex.Matches(table, "<th scope=\"row\">(.*?)</th>").Select(
                cell => WebUtility.HtmlDecode(cell.Groups[1].Value)));
        Assert.DoesNotContain("<b>", table);
        Assert.Equal(names.Length * 8, Regex.Count(table, "<td>[0-9]{1,3}(,[0-9]{3})*</td>"));
        Assert.Contains("<td>1,234,567</td>", table);
    }

    [Fact]
    public void Of_a_thousand_interfaces_as_many_as_fit_are_there_and_the_rest_is_counted()
    {
        using Instance exporter = Start(NetDevText.OfContainers(1000));
        using WireClient client = exporter.Connect();
        WireResponse response = client.Get("/");
        int shown = Regex.Count(response.Text, "<th scope=\"row\">");
        Assert.InRange(shown, 100, 400);
        Assert.Contains($"<p>The first {shown} of 1000 interfaces are shown; the metrics have all.</p>", response.Text);
        Assert.InRange(response.Body.Length, 40_000, 48 * 1024);
        WireResponse encoded = client.Get("/", Offer);
        Assert.Equal("gzip", encoded.Field("Content-Encoding"));
        Assert.Equal(response.Text, Encoding.UTF8.GetString(Decode(encoded.Body)));
        client.Request("/", "HEAD", Offer);
        Assert.Equal(encoded.HeadWithoutDate(), client.Read(toHead: true).HeadWithoutDate());
        using Instance plain = Start(NetDevText.OfContainers(1000), "--web.disable-compression");
        Assert.All(["/", "/-/page.js"], path => Assert.Null(Ask(plain, path, Offer).Field("Content-Encoding")));
    }

    [Fact]
    public void Why_there_are_no_totals_is_on_the_page_and_it_is_served_all_the_same()
    {
        using Instance exporter = Start("<no table>\n");
        string reason = exporter.Get("/metrics").Text.TrimEnd('\n');
        WireResponse response = exporter.Get("/");
        Assert.Equal(200, response.Status);
        Assert.Equal(
            Replace("./metrics", "none").Replace("{totals}", $"<p>{WebUtility.HtmlEncode(reason)}</p>"), response.Text);
    }

    [Theory]
    [InlineData("/a/b.txt", "./a/b.txt")]
    [InlineData("/m\"<&", "./m&#34;&lt;&amp;")]
    public void The_metrics_may_be_elsewhere(string path, string address)
    {
        using Instance exporter = Start(NetDevText.Plain, "--web.telemetry-path", path);
        Assert.StartsWith(Replace(address, "none").Split("{totals}")[0], exporter.Get("/").Text);
        Assert.Equal(200, exporter.Get(path).Status);
    }

    [Fact]
    public void Metrics_at_the_root_leave_no_place_for_the_page_and_its_files()
    {
        using Instance exporter = Start(NetDevText.Plain, "--web.telemetry-path=/");
        Assert.StartsWith("# HELP", exporter.Get("/").Text);
        Assert.All(Files, file => Assert.Equal(404, exporter.Get("/-/" + file.Data.Item1).Status));
    }

    [Fact]
    public void Without_the_token_the_page_tells_nothing_of_the_host_and_its_files_are_served()
    {
        string token = folder.Write("token", "secret");
        File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using Instance exporter = Start(NetDevText.Plain, "--web.token-file", token);
        string page = Ask(exporter, "/", "").Text;
        string[] parts = Replace("./metrics", "required").Split("{totals}");
        Assert.True(page.StartsWith(parts[0]) && page.EndsWith(parts[1]));
        string sentence = page[parts[0].Length..^parts[1].Length];
        Assert.Matches("^<p>[^<]*<code>Authorization: Bearer TOKEN</code>[^<]*</p>$", sentence);
        Assert.DoesNotContain(["eth0", folder.PathOf("dev"), "revision", "secret"], page.Contains);
        Assert.Contains("eth0", Ask(exporter, "/", Field).Text);
        Assert.StartsWith(Replace("./metrics", "none").Split("{totals}")[0], Ask(exporter, "/", Field).Text);
        Assert.All(Files, file => Assert.Equal(200, Ask(exporter, "/-/" + file.Data.Item1, "").Status));
        Assert.All(["/metrics", "/-/ready", "/nowhere"], path => Assert.Equal(401, Ask(exporter, path, "").Status));
        File.Delete(folder.PathOf("dev"));
        Assert.Equal(page, Ask(exporter, "/", "").Text); // nor that it fails
    }

    [Fact]
    public void The_flag_leaves_it_out()
    {
        using Instance exporter = Start(NetDevText.Plain, "--web.disable-page");
        WireResponse landing = exporter.Get("/");
        Assert.Contains("<a href=\"/metrics\">", landing.Text);
        Assert.Contains("style-src 'sha256-", landing.Field("Content-Security-Policy"));
        Assert.Null(Ask(exporter, "/", "Accept-Encoding: gzip\r\n").Field("Content-Encoding"));
        Assert.All(Files, file => Assert.Equal(404, exporter.Get("/-/" + file.Data.Item1).Status));
    }

    public void Dispose() => folder.Dispose();

    private static string PathOf(string name) => Path.Combine(Checkout.Root, "src", "Exporter", "Page", name);

    private static string Replace(string metrics, string token) =>
        Html.Replace("{metrics}", metrics).Replace("{token}", token);

    private static WireResponse Ask(Instance exporter, string path, string fields)
    {
        using WireClient client = exporter.Connect();
        return client.Get(path, fields);
    }

    private static byte[] Decode(byte[] body)
    {
        using GZipStream stream = new(new MemoryStream(body), CompressionMode.Decompress);
        using MemoryStream decoded = new();
        stream.CopyTo(decoded);
        return decoded.ToArray();
    }

    private Instance Start(string? table = null, params string[] flags)
    {
        File.WriteAllBytes(folder.PathOf("dev"), Latin1.Bytes(table ?? NetDevText.Plain));
        return Instance.Start(["--path.netdev", folder.PathOf("dev"), .. flags]);
    }
}
