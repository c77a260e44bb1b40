using NetdevExporter.Http.Message;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>Requests that are valid.</summary>
public sealed class RequestParserTests
{
    /// <summary>Why, the head, then method and path, and whether the connection stays open.</summary>
    public static TheoryData<string, string, string, bool> Valid => new()
    {
        { "the usual", "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", "GET /metrics", true },
        {
            "Prometheus's",
            "GET /metrics HTTP/1.1\r\nHost: netdev-exporter:8080\r\nUser-Agent: Prometheus/2.53.0\r\n"
            + "Accept: application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2\r\n"
            + "Accept-Encoding: gzip\r\nX-Prometheus-Scrape-Timeout-Seconds: 10\r\n\r\n",
            "GET /metrics", true
        },
        { "HEAD", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD /", true },
        { "a method that nobody knows is a method", "M-SEARCH / HTTP/1.1\r\nHost: a\r\n\r\n", "M-SEARCH /", true },
        { "methods have case", "get / HTTP/1.1\r\nHost: a\r\n\r\n", "get /", true },
        {
            "every byte of a token", "!#$%&'*+-.^_`|~09azAZ / HTTP/1.1\r\nHost: a\r\n\r\n", "!#$%&'*+-.^_`|~09azAZ /",
            true
        },
        { "a later 1.x", "GET / HTTP/1.9\r\nHost: a\r\n\r\n", "GET /", true },
        { "HTTP/1.0 needs no Host, and closes", "GET / HTTP/1.0\r\n\r\n", "GET /", false },
        { "HTTP/1.0 that asks to stay", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET /", true },
        { "close", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET /", false },
        { "close among others", "GET / HTTP/1.1\r\nHost: a\r\nConnection: te , CLOSE,x\r\n\r\n", "GET /", false },
        {
            "close beats keep-alive", "GET / HTTP/1.0\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n", "GET /",
            false
        },
        {
            "an option of which close is a part", "GET / HTTP/1.1\r\nHost: a\r\nConnection: closed\r\n\r\n", "GET /",
            true
        },
        {
            "a query is no part of the path", "GET /metrics?name[]=a&b=/c HTTP/1.1\r\nHost: a\r\n\r\n", "GET /metrics",
            true
        },
        { "the absolute form", "GET http://host:80/metrics HTTP/1.1\r\nHost: a\r\n\r\n", "GET /metrics", true },
        { "schemes have no case", "GET HTTP://host/metrics HTTP/1.1\r\nHost: a\r\n\r\n", "GET /metrics", true },
        { "the absolute form without a path", "GET http://host HTTP/1.1\r\nHost: a\r\n\r\n", "GET /", true },
        { "the absolute form with a query alone", "GET http://host?x HTTP/1.1\r\nHost: a\r\n\r\n", "GET /", true },
        { "a slash in that query", "GET http://host?x=/metrics HTTP/1.1\r\nHost: a\r\n\r\n", "GET /", true },
        {
            "https, which a proxy has ended",
            "GET https://host:8443/metrics HTTP/1.1\r\nHost: a\r\n\r\n", "GET /metrics", true
        },
        { "that scheme has no case either", "GET HttpS://host HTTP/1.1\r\nHost: a\r\n\r\n", "GET /", true },
        { "userinfo", "GET http://user:pass@host/metrics HTTP/1.1\r\nHost: a\r\n\r\n", "GET /metrics", true },
        { "the asterisk form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS *", true },
        { "percent stays as it is", "GET /%6detrics HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%6detrics", true },
        { "UTF-8 that its client has not encoded", "GET /m?\xC3\xA9[] HTTP/1.1\r\nHost: a\r\n\r\n", "GET /m", true },
        { "the authority form", "CONNECT host:80 HTTP/1.1\r\nHost: a\r\n\r\n", "CONNECT host:80", true },
        { "field names have no case", "GET / HTTP/1.1\r\nhOST: a\r\ncONNECTION: cLOSE\r\n\r\n", "GET /", false },
        {
            "no blank behind the colon, blanks and tabs around a value",
            "GET / HTTP/1.1\r\nHost:a\r\nX: \t y \t\r\n\r\n", "GET /", true
        },
        { "an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET /", true },
        { "an IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "GET /", true },
        { "an empty value", "GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n", "GET /", true },
        { "bytes above ASCII in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \xE9\xFF\r\n\r\n", "GET /", true },
        { "a tab in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\tb\r\n\r\n", "GET /", true },
        { "credentials", "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a+/=\r\n\r\n", "GET /", true },
        { "no credentials", "GET / HTTP/1.1\r\nHost: a\r\naUTHORIZATION: \t \r\n\r\n", "GET /", true },
        { "no body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "GET /", true },
        { "no body, in more digits", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 000\r\n\r\n", "GET /", true },
        { "a body closes", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n", "GET /", false },
        { "a body in more digits", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 010\r\n\r\n", "POST /", false },
        {
            "a length that no number holds",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n", "GET /", false
        },
        {
            "a body in HTTP/1.0",
            "POST / HTTP/1.0\r\nContent-Length: 1\r\nConnection: keep-alive\r\n\r\n", "POST /", false
        },
        { "chunks close", "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "GET /", false },
        {
            "codings have no case",
            "HEAD / HTTP/1.1\r\nHost: a\r\ntRANSFER-eNCODING:\tcHUNKED \r\n\r\n", "HEAD /", false
        },
        {
            "keep-alive does not help",
            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n", "GET /", false
        },
        {
            "nor in HTTP/1.0, where no coding is (RFC 9112, 6.1)",
            "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n", "GET /", false
        },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_request_is_complete(string why, string head, string methodAndPath, bool keepAlive)
    {
        SlowRequest request = FastRequest.Parse(head);
        Assert.True(request.Status == RequestStatus.Complete, $"{why}: {request.Status}");
        Assert.Equal(methodAndPath, request.Method + " " + request.Path);
        Assert.Equal(keepAlive, request.KeepAlive);
        Assert.Equal(head.Contains("HTTP/1.0"), request.IsHttp10);
        Assert.Equal(head.Length, request.Length);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void Every_prefix_of_a_valid_request_is_incomplete(
        string why,
        string head,
        string methodAndPath,
        bool keepAlive)
    {
        using GuardedMemory memory = new(head.Length);
        for (int length = 0; length < head.Length; length++)
        {
            RequestStatus status = RequestParser.Parse(memory.LayLast(Latin1.Bytes(head[..length])), out _);
            Assert.True(
                status == RequestStatus.Incomplete, $"{why}, {methodAndPath}, {keepAlive}, {length} bytes: {status}");
        }
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void Length_points_right_behind_the_head_whatever_follows(
        string why,
        string head,
        string methodAndPath,
        bool keepAlive)
    {
        foreach (string next in new[] { "GET /next HTTP/1.1\r\n", "\r\n", "\0", "\x16\x03\x01", new string('x', 8192) })
        {
            SlowRequest request = FastRequest.Parse(head + next);
            Assert.True(request == FastRequest.Parse(head), $"{why}, {methodAndPath}, {keepAlive}");
        }
    }

    [Theory]
    [InlineData("Bearer a", "Authorization: Bearer a\r\n")]
    [InlineData("Bearer  a", "aUTHORIZATION:\tBearer  a \t\r\n")] // names have no case; blanks around it, not in it
    [InlineData("", "Authorization:\r\n")]
    [InlineData("", "Proxy-Authorization: Bearer a\r\n")] // meant for somebody else
    [InlineData("", "X: Authorization: Bearer a\r\n")]
    public void Credentials_are_the_value_of_their_field(string expected, string field) =>
        Assert.Equal(expected, FastRequest.Parse($"GET / HTTP/1.1\r\nHost: a\r\n{field}X: y\r\n\r\n").Authorization);

    [Fact]
    public void Pipelined_requests_are_taken_one_behind_the_other()
    {
        string rest =
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nHEAD /3 HTTP/1.0\r\n\r\n";
        foreach (string path in new[] { "/1", "/2", "/3" })
        {
            SlowRequest request = FastRequest.Parse(rest);
            Assert.Equal((RequestStatus.Complete, path), (request.Status, request.Path));
            rest = rest[request.Length..];
        }

        Assert.Empty(rest);
    }
}
