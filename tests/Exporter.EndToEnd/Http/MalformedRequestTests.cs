using System.Collections.Generic;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>
/// What is no request that two servers would understand alike is refused, and nothing behind it is read (RFC 9112).
/// </summary>
public sealed class MalformedRequestTests(PlainInstance instance) : IClassFixture<PlainInstance>
{
    private const string Next = "GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n";

    private static readonly Dictionary<string, (int Status, string Bytes)> Shapes = new()
    {
        ["no Host in HTTP/1.1"] = (400, "GET / HTTP/1.1\r\n\r\n"),
        ["two Hosts"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        ["two Hosts alike"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        ["a Host that is none"] = (400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
        ["blank before a colon"] = (400, "GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
        ["tab before a colon"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nA\t: b\r\n\r\n"),
        ["folded by a blank"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nA: b\r\n c\r\n\r\n"),
        ["folded by a tab"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nA: b\r\n\tc\r\n\r\n"),
        ["blank before the first field"] = (400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
        ["field without a colon"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nnothing\r\n\r\n"),
        ["empty field name"] = (400, "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"),
        ["field name of two words"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nA b: c\r\n\r\n"),
        ["field name that is no token"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nA(: c\r\n\r\n"),
        ["field name beyond ASCII"] = (400, "GET / HTTP/1.1\r\nHost: a\r\n\xC3\xA9: c\r\n\r\n"),
        ["NUL in a value"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nA: b\0c\r\n\r\n"),
        ["control byte in a value"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nA: b\x01\r\n\r\n"),
        ["DEL in a value"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nA: b\x7F\r\n\r\n"),
        ["bare CR in a value"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nA: b\rc: d\r\n\r\n"),
        ["bare CR before the line's end"] = (400, "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"),
        ["bare CR between requests"] = (400, "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ["bare LF everywhere"] = (400, "GET / HTTP/1.1\nHost: a\n\n"),
        ["bare LF behind the request line"] = (400, "GET / HTTP/1.1\nHost: a\r\n\r\n"),
        ["bare LF behind a field"] = (400, "GET / HTTP/1.1\r\nHost: a\nA: b\r\n\r\n"),
        ["bare LF as the last line"] = (400, "GET / HTTP/1.1\r\nHost: a\r\n\n"),
        ["bare LF before the request"] = (400, "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ["no version"] = (400, "GET /\r\nHost: a\r\n\r\n"),
        ["no version, but a blank"] = (400, "GET / \r\nHost: a\r\n\r\n"),
        ["a method alone"] = (400, "GET\r\nHost: a\r\n\r\n"),
        ["no method"] = (400, " / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ["no target"] = (400, "GET  HTTP/1.1\r\nHost: a\r\n\r\n"),
        ["two blanks"] = (400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ["tab for a blank"] = (400, "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n"),
        ["blank behind the version"] = (400, "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
        ["four words"] = (400, "GET / / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ["method that is no token"] = (400, "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ["NUL in the method"] = (400, "G\0T / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ["target without a slash"] = (400, "GET metrics HTTP/1.1\r\nHost: a\r\n\r\n"),
        ["NUL in the target"] = (400, "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"),
        ["control byte in the target"] = (400, "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n"),
        ["DEL in the target"] = (400, "GET /\x7F HTTP/1.1\r\nHost: a\r\n\r\n"),
        ["lower-case version"] = (400, "GET / http/1.1\r\nHost: a\r\n\r\n"),
        ["version without a minor"] = (400, "GET / HTTP/1\r\nHost: a\r\n\r\n"),
        ["version with an empty minor"] = (400, "GET / HTTP/1.\r\nHost: a\r\n\r\n"),
        ["version of three parts"] = (400, "GET / HTTP/1.1.1\r\nHost: a\r\n\r\n"),
        ["version with two digits"] = (400, "GET / HTTP/1.10\r\nHost: a\r\n\r\n"),
        ["version of another protocol"] = (400, "GET / HTPP/1.1\r\nHost: a\r\n\r\n"),
        ["TLS, by its first line"] = (400, "\x16\x03\x01\x02\0\x01\0\r\n\r\n"),
        ["length that is a word"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: abc\r\n\r\n"),
        ["length below 0"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"),
        ["length with a sign"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n"),
        ["length in hexadecimal"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x0\r\n\r\n"),
        ["length that is empty"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n"),
        ["length of two words"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0 0\r\n\r\n"),
        ["length as a list"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 0\r\n\r\n"),
        ["two lengths alike"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n"),
        ["two lengths"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 35\r\n\r\n"),
        ["length and coding"] =
            (400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"),
        ["coding and length 0"] =
            (400, "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n"),
        ["asterisk that is no OPTIONS"] = (400, "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
        ["coding that is none"] = (400, "GET /metrics HTTP/1.1\r\nHost: a\r\ntransfer-encoding: identity\r\n\r\n"),
        ["coding with a blank before its colon"] =
            (400, "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n"),
        ["coding behind a control byte"] =
            (400, "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \x0B" + "chunked\r\n\r\n"),
        ["empty coding"] = (400, "GET /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n"),
        ["unknown coding"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n"),
        ["coding with a parameter"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked;q=1\r\n\r\n"),
        ["chunked and another"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n"),
        ["chunked behind another"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
        ["chunked twice"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ["length of 5, twice in one"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello"),
        ["two codings"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
            + "Transfer-Encoding: identity\r\n\r\n"),
        ["folded length"] = (400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n 5\r\n\r\nhello"),
        ["two lengths in two cases"] =
            (400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\ncontent-length: 4\r\n\r\nabcd"),
        ["HTTP/2.0"] = (505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
        ["HTTP/2 preface"] = (505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ["HTTP/3.0"] = (505, "GET / HTTP/3.0\r\nHost: a\r\n\r\n"),
        ["HTTP/0.9"] = (505, "GET / HTTP/0.9\r\n\r\n"),
    };

    public static TheoryData<string> ShapeNames => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void A_malformed_request_gets_its_status_in_one_line_and_nothing_after_it_is_answered(string shape)
    {
        (int status, string bytes) = Shapes[shape];
        using WireClient client = instance.Exporter.Connect();
        client.Send(bytes + Next);
        WireResponse response = client.Read();
        Assert.Equal(status, response.Status);
        Assert.Equal("close", response.Field("Connection"));
        Assert.StartsWith("text/plain", response.Field("Content-Type"));
        Assert.Equal("no-store", response.Field("Cache-Control"));
        Assert.Equal("nosniff", response.Field("X-Content-Type-Options"));
        Assert.Matches(@"\A[^\n]+\n?\z", response.Text);
        Assert.Empty(client.ReadToEnd());
    }

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void A_request_before_a_malformed_one_is_answered_first(string shape)
    {
        (int status, string bytes) = Shapes[shape];
        using WireClient client = instance.Exporter.Connect();
        client.Send("GET /-/healthy HTTP/1.1\r\nHost: h\r\n\r\n" + bytes);
        Assert.Equal(200, client.Read().Status);
        Assert.Equal(status, client.Read().Status);
        Assert.Empty(client.ReadToEnd());
    }
}
