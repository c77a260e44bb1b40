using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>A large page is compressed for who offers it; nobody else notices.</summary>
public sealed class CompressionTests : IDisposable
{
    private const string Offer = "Accept-Encoding: gzip\r\n";

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_large_page_comes_compressed_to_who_offers_it_and_is_the_same()
    {
        using Instance exporter = Start(1004);
        using WireClient client = exporter.Connect();
        WireResponse plain = client.Get("/metrics");
        WireResponse gzip = client.Get("/metrics", Offer);
        Assert.Null(plain.Field("Content-Encoding"));
        Assert.Equal("gzip", gzip.Field("Content-Encoding"));
        Assert.Equal(plain.Field("Content-Type"), gzip.Field("Content-Type"));
        Assert.Equal(Devices(plain.Body), Devices(Decode(gzip.Body)));
        Assert.InRange(gzip.Body.Length, 1, plain.Body.Length / 8);
    }

    [Theory]
    [InlineData("gzip, deflate, br", true)]
    [InlineData("*", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("gzip;q=0.5, identity", false)]
    [InlineData("deflate", false)]
    public void What_is_offered_decides(string offer, bool isGzip)
    {
        using Instance exporter = Start(100);
        using WireClient client = exporter.Connect();
        string? coding = client.Get("/metrics", $"Accept-Encoding: {offer}\r\n").Field("Content-Encoding");
        Assert.Equal(isGzip ? "gzip" : null, coding);
    }

    [Fact]
    public void A_page_that_is_in_flight_at_once_anyway_is_sent_as_it_is()
    {
        List<int> plain = [], compressed = [];
        for (int interfaces = 1; interfaces <= 30; interfaces++)
        {
            using Instance exporter = Start(interfaces);
            using WireClient client = exporter.Connect();
            WireResponse response = client.Get("/metrics", Offer);
            bool isGzip = response.Field("Content-Encoding") is not null;
            (isGzip ? compressed : plain).Add((isGzip ? Decode(response.Body) : response.Body).Length);
        }

        Assert.InRange(plain.Max(), 1, 13_967);
        Assert.InRange(compressed.Min(), 13_968, int.MaxValue);
    }

    [Theory]
    [InlineData("gzip, identity;q=0", "gzip")]
    [InlineData("*;q=0, gzip", "gzip")]
    [InlineData("identity;q=0", null)] // neither is accepted: an answer rather than none (RFC 9110, 12.5.3)
    public void A_small_page_is_compressed_for_who_rejects_it_as_it_is(string accepted, string? coding)
    {
        using Instance exporter = Start(1);
        using WireClient client = exporter.Connect();
        using WireClient usual = exporter.Connect();
        WireResponse response = client.Get("/metrics", $"Accept-Encoding: {accepted}\r\n");
        Assert.Equal(coding, response.Field("Content-Encoding"));
        Assert.Equal(
            Devices(usual.Get("/metrics", Offer).Body),
            Devices(coding is null ? response.Body : Decode(response.Body)));
    }

    [Fact]
    public void A_head_says_what_its_page_would_have()
    {
        using Instance exporter = Start(100, "--web.disable-exporter-metrics");
        using WireClient client = exporter.Connect();
        client.Request("/metrics", "HEAD", Offer);
        WireResponse head = client.Read(toHead: true);
        Assert.Equal("gzip", head.Field("Content-Encoding"));
        WireResponse page = client.Get("/metrics", Offer);
        Assert.InRange(int.Parse(head.Field("Content-Length")!) - page.Body.Length, -64, 64); // its own duration
    }

    [Fact]
    public void Nothing_else_is_compressed()
    {
        using Instance exporter = Start(1004);
        using WireClient client = exporter.Connect();
        Assert.All(
            ["/-/healthy", "/-/ready", "/nowhere"],
            path => Assert.Null(client.Get(path, Offer).Field("Content-Encoding")));
        File.WriteAllText(folder.PathOf("dev"), "no table\n");
        WireResponse failed = client.Get("/metrics", Offer);
        Assert.Equal(503, failed.Status);
        Assert.Null(failed.Field("Content-Encoding"));
    }

    [Fact]
    public void The_flag_turns_it_off()
    {
        using Instance exporter = Start(1004, "--web.disable-compression");
        using WireClient client = exporter.Connect();
        WireResponse response = client.Get("/metrics", Offer);
        Assert.Null(response.Field("Content-Encoding"));
        Assert.Equal(1004, MetricsPage.Parse(response.Text)["netdev_receive_bytes_total"].Samples.Count);
    }

    [Fact]
    public void Both_kinds_at_once_and_pipelined_come_in_order()
    {
        using Instance exporter = Start(1004);
        using WireClient mixed = exporter.Connect();
        using WireClient plain = exporter.Connect();
        const string Get = "GET /metrics HTTP/1.1\r\nHost: h\r\n";
        mixed.Send($"{Get}{Offer}\r\n{Get}\r\n{Get}{Offer}Connection: close\r\n\r\n");
        plain.Send($"{Get}\r\n");
        byte[] expected = Devices(plain.Read().Body);
        Assert.Equal(expected, Devices(Decode(mixed.Read().Body)));
        Assert.Equal(expected, Devices(mixed.Read().Body));
        WireResponse last = mixed.Read();
        Assert.Equal("close", last.Field("Connection"));
        Assert.Equal(expected, Devices(Decode(last.Body)));
    }

    [Fact]
    public void When_slow_readers_hold_all_compressed_pages_the_first_of_them_gives_way()
    {
        using Instance exporter = StartOnSocket();
        WireClient[] slow = [.. Enumerable.Range(0, 4).Select(_ => exporter.Connect())];
        foreach (WireClient client in slow)
        {
            client.Request("/metrics", "GET", Offer);
            Thread.Sleep(100);
        }

        using WireClient other = exporter.Connect();
        WireResponse response = other.Get("/metrics", Offer);
        Assert.Equal("gzip", response.Field("Content-Encoding"));
        byte[] expected = Devices(Decode(response.Body));
        Assert.All(slow[1..], client => Assert.Equal(expected, Devices(Decode(client.Read().Body))));
        Assert.Equal("gzip", other.Get("/metrics", Offer).Field("Content-Encoding"));
        Assert.All(slow, client => client.Dispose());
    }

    [Fact]
    public void Slow_readers_of_compressed_pages_do_not_end_compression()
    {
        using Instance exporter = StartOnSocket();
        WireClient[] stuck = [.. Enumerable.Range(0, 4).Select(_ => exporter.Connect())];
        foreach (WireClient client in stuck)
        {
            client.Request("/metrics", "GET", Offer);
            Thread.Sleep(100);
        }

        Thread.Sleep(1_200); // nobody has taken anything for a second
        using WireClient other = exporter.Connect();
        Assert.Equal("gzip", other.Get("/metrics", Offer).Field("Content-Encoding"));
        Assert.All(stuck, client => client.Dispose());
    }

    public void Dispose() => folder.Dispose();

    private Instance Start(int interfaces, params string[] flags) =>
        Instance.Start(["--path.netdev", folder.Write("dev", NetDevText.OfContainers(interfaces)), .. flags]);

    /// <summary>On a socket file, which takes 208 KiB of an answer before the client has to.</summary>
    private Instance StartOnSocket() => Instance.StartAt(
        new UnixDomainSocketEndPoint(folder.PathOf("socket")),
        ["--path.netdev", folder.Write("dev", NetDevText.OfContainers(5000))]);

    /// <summary>Of a page, what is of the file: it does not change.</summary>
    private static byte[] Devices(byte[] page) => page[..page.AsSpan().IndexOf("# HELP netdev_exporter_build_info"u8)];

    private static byte[] Decode(byte[] body)
    {
        using GZipStream stream = new(new MemoryStream(body), CompressionMode.Decompress);
        using MemoryStream decoded = new();
        stream.CopyTo(decoded);
        return decoded.ToArray();
    }
}
