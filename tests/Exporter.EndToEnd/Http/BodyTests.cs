using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>
/// A request with a body is answered as if it had none. No body is read: the connection is closed after the answer, and
/// nothing that came after the head is taken for a request (request smuggling).
/// </summary>
public sealed class BodyTests(PlainInstance instance) : IClassFixture<PlainInstance>
{
    private const string Next = "GET /-/healthy HTTP/1.1\r\nHost: h\r\n\r\n";

    /// <summary>Whether a server that read the body would find another request behind it, or in it.</summary>
    private static readonly Dictionary<string, (int Status, string Bytes)> Shapes = new()
    {
        ["no chunk"] = (200, "GET /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ["a chunk"] = (200, "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"),
        ["a chunk that is a request"] = (200, "GET /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + $"{Next.Length:x}\r\n{Next}\r\n0\r\n\r\n"),
        ["a request where chunks should be"] =
            (200, $"GET /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{Next}"),
        ["a request in the trailer"] =
            (200, $"GET /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n{Next}"),
        ["a length"] = (200, "GET /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"),
        ["a body that is a request"] =
            (200, $"GET /metrics HTTP/1.1\r\nHost: a\r\ncontent-length:{Next.Length}\r\n\r\n{Next}"),
        ["a length shorter than what comes"] =
            (200, $"GET /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx{Next}"),
        ["a length beyond any number"] =
            (200, $"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n{Next}"),
        ["a body of nothing here"] = (404, "GET /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"),
        ["a body of another method"] = (405, "POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"),
        ["chunks of another method"] =
            (405, "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ["a body of OPTIONS"] = (204, "OPTIONS * HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"),
        ["a body that waits to be asked for"] =
            (200, "GET /metrics HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"),
        ["a length in HTTP/1.0"] =
            (200, "GET / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello"),
        ["a coding in HTTP/1.0, which has none"] =
            (200, "GET / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    };

    public static TheoryData<string> ShapeNames => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void A_request_with_a_body_is_the_last_one_that_is_answered(string shape)
    {
        (int status, string bytes) = Shapes[shape];
        for (int before = 0; before <= 2; before++)
        {
            using WireClient client = instance.Exporter.Connect();
            client.Send(string.Concat(Enumerable.Repeat(Next, before)) + bytes + Next);
            for (int i = 0; i < before; i++)
            {
                Assert.Equal("healthy\n", client.Read().Text);
            }

            WireResponse response = client.Read();
            Assert.Equal(status, response.Status);
            Assert.Equal("close", response.Field("Connection"));
            Assert.DoesNotContain("healthy\n", response.Text);
            Assert.Empty(client.ReadToEnd());
        }
    }

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void What_comes_after_its_head_is_no_request_either_when_it_comes_later(string shape)
    {
        (int status, string bytes) = Shapes[shape];
        int head = bytes.IndexOf("\r\n\r\n") + 4;
        using WireClient client = instance.Exporter.Connect();
        client.Send(bytes[..head]);
        Assert.Equal(status, client.Read().Status); // the body is not waited for
        client.Send(bytes[head..] + Next);
        client.HalfClose();
        Assert.Empty(client.ReadToEnd());
    }

    [Fact]
    public void The_answer_to_HEAD_with_a_body_has_none()
    {
        using WireClient client = instance.Exporter.Connect();
        client.Send("HEAD /metrics HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Next);
        Assert.Equal(200, client.Read(toHead: true).Status);
        Assert.Empty(client.ReadToEnd());
    }

    [Fact]
    public void A_length_of_0_keeps_the_connection()
    {
        using WireClient client = instance.Exporter.Connect();
        client.Send("GET /metrics HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n" + Next);
        Assert.Null(client.Read().Field("Connection"));
        Assert.Equal("healthy\n", client.Read().Text);
        Assert.False(client.IsClosedWithin(50));
    }
}
