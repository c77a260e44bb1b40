using System;
using System.Linq;
using System.Text;
using System.Threading;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>How connections go on and end (RFC 9112, 9), and in how many pieces requests may come.</summary>
public sealed class ConnectionTests(PlainInstance instance) : IClassFixture<PlainInstance>
{
    [Fact]
    public void A_connection_is_kept_from_request_to_request()
    {
        using WireClient client = instance.Exporter.Connect();
        for (int i = 0; i < 10; i++)
        {
            WireResponse response = client.Get("/metrics");
            Assert.Equal(200, response.Status);
            Assert.Null(response.Field("Connection"));
        }

        Assert.False(client.IsClosedWithin(100));
    }

    [Theory]
    [InlineData("Connection: close")]
    [InlineData("Connection: Close")]
    [InlineData("connection: keep-alive, close")]
    [InlineData("Connection:close,x")]
    [InlineData("Connection: x\r\nConnection:\tclose ")]
    public void A_client_that_asks_to_close_is_answered_so_and_closed(string field)
    {
        using WireClient client = instance.Exporter.Connect();
        client.Request("/metrics", "GET", field + "\r\n");
        client.Request("/"); // behind the last request, so never answered
        WireResponse response = client.Read();
        Assert.Equal(200, response.Status);
        Assert.Equal("close", response.Field("Connection"));
        Assert.Empty(client.ReadToEnd());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Host: h\r\n")]
    [InlineData("Connection: close\r\n")]
    public void An_answer_to_HTTP_1_0_ends_the_connection(string fields)
    {
        using WireClient client = instance.Exporter.Connect();
        client.Send($"GET /metrics HTTP/1.0\r\n{fields}\r\n");
        WireResponse response = client.Read();
        Assert.Equal("HTTP/1.1 200 OK", response.StatusLine);
        Assert.Equal("close", response.Field("Connection"));
        Assert.Empty(client.ReadToEnd());
    }

    [Fact]
    public void HTTP_1_0_with_keep_alive_is_kept_and_told_so()
    {
        using WireClient client = instance.Exporter.Connect();
        for (int i = 0; i < 3; i++)
        {
            client.Send("GET /metrics HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
            WireResponse response = client.Read();
            Assert.Equal(200, response.Status);
            Assert.Equal("keep-alive", response.Field("Connection")?.ToLowerInvariant());
        }

        Assert.False(client.IsClosedWithin(100));
    }

    [Fact]
    public void A_later_minor_version_is_answered_as_1_1()
    {
        using WireClient client = instance.Exporter.Connect();
        client.Send("GET /-/healthy HTTP/1.9\r\nHost: h\r\n\r\n");
        Assert.Equal("HTTP/1.1 200 OK", client.Read().StatusLine);
        Assert.False(client.IsClosedWithin(100));
    }

    [Fact]
    public void A_hundred_requests_in_one_write_are_answered_in_their_order()
    {
        (string Path, int Status, string Marker)[] kinds =
        [
            ("/metrics", 200, "netdev_receive_bytes_total{"), ("/-/healthy", 200, ""),
            ("/", 200, "href=\"./metrics\""), ("/-/page.css", 200, "{"),
            ("/nowhere", 404, ""), ("/metrics?x=1", 200, "netdev_receive_bytes_total{"), ("/-/ready", 200, ""),
        ];
        StringBuilder requests = new();
        for (int i = 0; i < 100; i++)
        {
            requests.Append($"GET {kinds[i % kinds.Length].Path} HTTP/1.1\r\nHost: h\r\nX-Number: {i}\r\n\r\n");
        }

        using WireClient client = instance.Exporter.Connect();
        client.Send(requests.ToString());
        for (int i = 0; i < 100; i++)
        {
            (_, int status, string marker) = kinds[i % kinds.Length];
            WireResponse response = client.Read();
            Assert.Equal(status, response.Status);
            Assert.Contains(marker, response.Text);
        }

        Assert.False(client.IsClosedWithin(100));
    }

    [Fact]
    public void A_HEAD_among_pipelined_requests_has_no_body()
    {
        using WireClient client = instance.Exporter.Connect();
        client.Request("/metrics", "HEAD");
        client.Request("/", "HEAD");
        client.Request("/metrics");
        Assert.Equal(200, client.Read(toHead: true).Status);
        Assert.Equal(200, client.Read(toHead: true).Status);
        Assert.Contains("# TYPE", client.Read().Text);
    }

    [Fact]
    public void A_client_that_has_said_all_still_gets_its_answers()
    {
        using WireClient client = instance.Exporter.Connect();
        client.Send(string.Concat(Enumerable.Repeat("GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n", 3)));
        client.HalfClose();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(200, client.Read().Status);
        }

        Assert.Empty(client.ReadToEnd());
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /metr")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n")]
    public void A_client_that_has_said_all_before_its_request_was_whole_is_closed_without_an_answer(string part)
    {
        using WireClient client = instance.Exporter.Connect();
        client.Send(part);
        client.HalfClose();
        Assert.Empty(client.ReadToEnd());
    }

    [Fact]
    public void A_request_that_arrives_byte_by_byte_is_answered()
    {
        using WireClient client = instance.Exporter.Connect();
        foreach (byte value in "GET /metrics HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n"u8)
        {
            client.Send([value]);
            Thread.Sleep(1);
        }

        Assert.Equal(200, client.Read().Status);
        Assert.False(client.IsClosedWithin(100));
    }

    [Fact]
    public void Two_requests_cut_in_two_anywhere_are_answered()
    {
        byte[] requests = "\r\nHEAD / HTTP/1.1\r\nHost: h\r\n\r\nGET /-/healthy HTTP/1.1\r\nHost:h\r\n\r\n"u8.ToArray();
        using WireClient client = instance.Exporter.Connect();
        for (int length = 1; length < requests.Length; length++)
        {
            client.Send(requests.AsSpan(0, length));
            Thread.Sleep(2);
            client.Send(requests.AsSpan(length));
            Assert.Equal(200, client.Read(toHead: true).Status);
            Assert.Equal(200, client.Read().Status);
        }
    }

    [Theory]
    [InlineData("\r\n", "empty lines before a request are passed over (RFC 9112, 2.2)")]
    [InlineData("\r\n\r\n\r\n", "more than one of them too")]
    public void Empty_lines_before_a_request_are_skipped(string lines, string reason)
    {
        using WireClient client = instance.Exporter.Connect();
        for (int i = 0; i < 3; i++)
        {
            client.Send(lines);
            Assert.True(client.Get("/-/healthy").Status == 200, reason);
        }
    }
}
