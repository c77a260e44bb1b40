using NetdevExporter.Http.Message;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>Requests that are refused, and with which answer.</summary>
public sealed class RequestParserRefusedTests
{
    private const string Start = "GET / HTTP/1.1\r\nHost: a\r\n";

    public static TheoryData<string, string> Bad => new()
    {
        { "no Host in HTTP/1.1", "GET / HTTP/1.1\r\n\r\n" },
        { "two Hosts", Start + "Host: a\r\n\r\n" },
        { "two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n" },
        { "a blank in Host", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n" },
        { "a list in Host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n" },
        { "userinfo in Host", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n" },
        { "a blank before a colon", Start + "X : y\r\n\r\n" },
        { "a tab before a colon", Start + "X\t: y\r\n\r\n" },
        { "a folded value", Start + "X: y\r\n z\r\n\r\n" },
        { "a blank before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n" },
        { "no colon", Start + "X\r\n\r\n" },
        { "no name", Start + ": y\r\n\r\n" },
        { "a byte that no name has", Start + "X(: y\r\n\r\n" },
        { "a byte above ASCII in a name", Start + "\xE9: y\r\n\r\n" },
        { "NUL in a value", Start + "X: \0\r\n\r\n" },
        { "a control byte in a value", Start + "X: \x1B[0m\r\n\r\n" },
        { "DEL in a value", Start + "X: \x7F\r\n\r\n" },
        { "a bare CR in a value", Start + "X: y\rz\r\n\r\n" },
        { "a bare CR at the end of a line", Start + "X: y\r\r\n\r\n" },
        { "a bare LF", "GET / HTTP/1.1\nHost: a\n\n" },
        { "a bare LF at the end", Start + "\n" },
        { "a bare LF before it", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a bare CR before it", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a blank before it", " GET / HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "no method", "/ HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "no target, two blanks", "GET  HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "no version (HTTP/0.9)", "GET /\r\n\r\n" },
        { "two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "two blanks before the version", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a blank in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a blank at the end", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n" },
        { "tabs for blanks", "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a byte that no method has", "GE(T / HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "NUL in the target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a byte above ASCII in the target", "GET /\xE9 HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a fragment", "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a target without a slash", "GET metrics HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a target of a query alone", "GET ?x HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "an asterisk and more", "OPTIONS *x HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "an asterisk and a query", "OPTIONS *?x HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "the absolute form without a host", "GET http:///metrics HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "the absolute form without anything", "GET http:// HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "the same, of a tunnel", "CONNECT http:// HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "another scheme", "GET ftp://host/ HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "versions have case", "GET / http/1.1\r\nHost: a\r\n\r\n" },
        { "another protocol", "GET / HTTPS/1.1\r\nHost: a\r\n\r\n" },
        { "a version of three digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n" },
        { "a version of one digit", "GET / HTTP/1\r\nHost: a\r\n\r\n" },
        { "a version without a dot", "GET / HTTP/1,1\r\nHost: a\r\n\r\n" },
        { "two lengths", Start + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n" },
        { "two lengths in one", Start + "Content-Length: 0, 0\r\n\r\n" },
        { "no length", Start + "Content-Length:\r\n\r\n" },
        { "a length with a sign", Start + "Content-Length: +0\r\n\r\n" },
        { "a length below 0", Start + "Content-Length: -1\r\n\r\n" },
        { "a hexadecimal length", Start + "Content-Length: 0x0\r\n\r\n" },
        { "a length and a coding", Start + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n" },
        { "two credentials", Start + "Authorization: Bearer a\r\nAuthorization: Bearer a\r\n\r\n" },
        { "two credentials, one of them empty", Start + "Authorization:\r\nAuthorization: Bearer a\r\n\r\n" },
        { "TLS", "\x16\x03\x01\x02\0\x01\0\x01\xFC\x03\x03\r\n\r\n" },
        { "SSH", "SSH-2.0-OpenSSH_9.2\r\n" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_no_request_is_a_bad_request(string why, string head) =>
        AssertRefused(why, head, RequestStatus.BadRequest);

    [Theory]
    [InlineData("a body", Start + "Content-Length: 1\r\n\r\nx", nameof(RequestStatus.ContentTooLarge))]
    [InlineData(
        "a body that has not come yet", Start + "Content-Length: 010\r\n\r\n", nameof(RequestStatus.ContentTooLarge))]
    [InlineData(
        "a length that no number holds", Start + "Content-Length: 99999999999999999999999\r\n\r\n",
        nameof(RequestStatus.ContentTooLarge))]
    [InlineData(
        "a body in HTTP/1.0", "POST / HTTP/1.0\r\nContent-Length: 1\r\n\r\nx", nameof(RequestStatus.ContentTooLarge))]
    [InlineData("chunks", Start + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", nameof(RequestStatus.NotImplemented))]
    [InlineData(
        "a coding that changes nothing", Start + "Transfer-Encoding: identity\r\n\r\n",
        nameof(RequestStatus.NotImplemented))]
    [InlineData("no coding at all", Start + "tRANSFER-eNCODING:\r\n\r\n", nameof(RequestStatus.NotImplemented))]
    [InlineData("HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", nameof(RequestStatus.VersionNotSupported))]
    [InlineData("HTTP/0.9 said aloud", "GET / HTTP/0.9\r\n\r\n", nameof(RequestStatus.VersionNotSupported))]
    [InlineData("HTTP/3", "GET / HTTP/3.0\r\nHost: a\r\n\r\n", nameof(RequestStatus.VersionNotSupported))]
    public void What_is_a_request_but_not_served_has_an_answer_of_its_own(string why, string head, string status) =>
        AssertRefused(why, head, System.Enum.Parse<RequestStatus>(status));

    [Theory]
    [InlineData("TLS, at its first byte", "\x16")]
    [InlineData("a blank, at once", " ")]
    [InlineData("NUL in a method", "GE\0")]
    [InlineData("a control byte in a target", "GET /\x01")]
    [InlineData("a tab behind the method", "GET\t")]
    [InlineData("an LF before it", "\n")]
    [InlineData("a CR that no LF follows", "GET / HTTP/1.1\rx")]
    [InlineData("a blank before a field", Start + " ")]
    [InlineData("a blank before a colon", Start + "X ")]
    [InlineData("no name", Start + ":")]
    [InlineData("NUL in a value", Start + "X: \0")]
    public void What_can_be_no_request_is_refused_as_soon_as_it_is_seen(string why, string piece) =>
        AssertRefused(why, piece, RequestStatus.BadRequest);

    private static void AssertRefused(string why, string head, RequestStatus expected)
    {
        RequestStatus status = FastRequest.Parse(head).Status;
        Assert.True(status == expected, $"{why}: {status}, not {expected}");
    }
}
