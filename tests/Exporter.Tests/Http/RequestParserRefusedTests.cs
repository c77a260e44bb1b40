using System;
using System.Linq;
using NetdevExporter.Http.Message;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>Requests that are refused, and with which answer.</summary>
public sealed class RequestParserRefusedTests
{
    private const string Start = "GET / HTTP/1.1\r\nHost: a\r\n";

    public static TheoryData<string, string, string> Bad => new()
    {
        { "no Host in HTTP/1.1", "GET / HTTP/1.1\r\n\r\n", nameof(RequestStatus.NoHost) },
        { "two Hosts", Start + "Host: a\r\n\r\n", nameof(RequestStatus.TwoHosts) },
        { "two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", nameof(RequestStatus.TwoHosts) },
        { "a blank in Host", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", nameof(RequestStatus.BadHost) },
        { "a list in Host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", nameof(RequestStatus.BadHost) },
        { "userinfo in Host", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", nameof(RequestStatus.BadHost) },
        { "a blank before a colon", Start + "X : y\r\n\r\n", nameof(RequestStatus.BadField) },
        { "a tab before a colon", Start + "X\t: y\r\n\r\n", nameof(RequestStatus.BadField) },
        { "a folded value", Start + "X: y\r\n z\r\n\r\n", nameof(RequestStatus.BadField) },
        { "a blank before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", nameof(RequestStatus.BadField) },
        { "no colon", Start + "X\r\n\r\n", nameof(RequestStatus.BadField) },
        { "no name", Start + ": y\r\n\r\n", nameof(RequestStatus.BadField) },
        { "a byte that no name has", Start + "X(: y\r\n\r\n", nameof(RequestStatus.BadField) },
        { "a byte above ASCII in a name", Start + "\xE9: y\r\n\r\n", nameof(RequestStatus.BadField) },
        { "NUL in a value", Start + "X: \0\r\n\r\n", nameof(RequestStatus.BadField) },
        { "a control byte in a value", Start + "X: \x1B[0m\r\n\r\n", nameof(RequestStatus.BadField) },
        { "DEL in a value", Start + "X: \x7F\r\n\r\n", nameof(RequestStatus.BadField) },
        { "a bare CR in a value", Start + "X: y\rz\r\n\r\n", nameof(RequestStatus.BadLineEnd) },
        { "a bare CR at the end of a line", Start + "X: y\r\r\n\r\n", nameof(RequestStatus.BadLineEnd) },
        { "a bare LF", "GET / HTTP/1.1\nHost: a\n\n", nameof(RequestStatus.BadLineEnd) },
        { "a bare LF at the end", Start + "\n", nameof(RequestStatus.BadLineEnd) },
        { "a bare LF before it", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadLineEnd) },
        { "a bare CR before it", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadLineEnd) },
        { "an empty line, which the buffer drops", "\r\nGET / HTTP/1.0\r\n\r\n", nameof(RequestStatus.NotHttp) },
        { "a blank before it", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.NotHttp) },
        { "no method", "/ HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.NotHttp) },
        { "no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.NotHttp) },
        { "no target, two blanks", "GET  HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadTarget) },
        { "no version (HTTP/0.9)", "GET /\r\n\r\n", nameof(RequestStatus.NotHttp) },
        { "two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadTarget) },
        { "two blanks before the version", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadTarget) },
        { "a blank in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadTarget) },
        { "a blank at the end", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", nameof(RequestStatus.NotHttp) },
        { "tabs for blanks", "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.NotHttp) },
        { "a byte that no method has", "GE(T / HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.NotHttp) },
        { "NUL in the target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.NotHttp) },
        { "a fragment", "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadTarget) },
        { "a target without a slash", "GET metrics HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadTarget) },
        { "a target of a query alone", "GET ?x HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadTarget) },
        { "an asterisk and more", "OPTIONS *x HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadTarget) },
        { "an asterisk and a query", "OPTIONS *?x HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadTarget) },
        {
            "the absolute form without a host",
            "GET http:///metrics HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadTarget)
        },
        {
            "the absolute form without anything",
            "GET http:// HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadTarget)
        },
        { "the same, of a tunnel", "CONNECT http:// HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadTarget) },
        { "another scheme", "GET ftp://host/ HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadTarget) },
        { "versions have case", "GET / http/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.NotHttp) },
        { "another protocol", "GET / HTTPS/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.NotHttp) },
        { "a version of three digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", nameof(RequestStatus.NotHttp) },
        { "a version of one digit", "GET / HTTP/1\r\nHost: a\r\n\r\n", nameof(RequestStatus.NotHttp) },
        { "a version without a dot", "GET / HTTP/1,1\r\nHost: a\r\n\r\n", nameof(RequestStatus.NotHttp) },
        { "two lengths", Start + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", nameof(RequestStatus.TwoLengths) },
        { "two lengths in one", Start + "Content-Length: 0, 0\r\n\r\n", nameof(RequestStatus.BadLength) },
        { "no length", Start + "Content-Length:\r\n\r\n", nameof(RequestStatus.BadLength) },
        { "a length with a sign", Start + "Content-Length: +0\r\n\r\n", nameof(RequestStatus.BadLength) },
        { "a length below 0", Start + "Content-Length: -1\r\n\r\n", nameof(RequestStatus.BadLength) },
        { "a hexadecimal length", Start + "Content-Length: 0x0\r\n\r\n", nameof(RequestStatus.BadLength) },
        {
            "a length and a coding",
            Start + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n", nameof(RequestStatus.LengthAndCoding)
        },
        { "two lengths, both of a body", Start + "Content-Length: 5, 5\r\n\r\n", nameof(RequestStatus.BadLength) },
        { "a coding and a length", Coding("chunked\r\nContent-Length: 5"), nameof(RequestStatus.LengthAndCoding) },
        { "a coding, not the last", Coding("chunked, identity"), nameof(RequestStatus.BadCoding) },
        { "a coding before it", Coding("gzip, chunked"), nameof(RequestStatus.BadCoding) },
        { "a coding that changes nothing", Coding("identity"), nameof(RequestStatus.BadCoding) },
        { "a coding that nobody knows", Coding("chunkedd"), nameof(RequestStatus.BadCoding) },
        { "a coding with a parameter", Coding("chunked;a=b"), nameof(RequestStatus.BadCoding) },
        { "a coding in quotes", Coding("\"chunked\""), nameof(RequestStatus.BadCoding) },
        { "a coding in a list of one", Coding("chunked,"), nameof(RequestStatus.BadCoding) },
        { "no coding at all", Coding(""), nameof(RequestStatus.BadCoding) },
        { "chunked twice", Coding("chunked, chunked"), nameof(RequestStatus.BadCoding) },
        {
            "chunked twice, in two fields", Coding("chunked\r\nTransfer-Encoding: chunked"),
            nameof(RequestStatus.BadCoding)
        },
        {
            "chunked, and another in a field", Coding("chunked\r\nTransfer-Encoding: identity"),
            nameof(RequestStatus.BadCoding)
        },
        {
            "two credentials",
            Start + "Authorization: Bearer a\r\nAuthorization: Bearer a\r\n\r\n",
            nameof(RequestStatus.TwoAuthorizations)
        },
        {
            "two credentials, one of them empty",
            Start + "Authorization:\r\nAuthorization: Bearer a\r\n\r\n", nameof(RequestStatus.TwoAuthorizations)
        },
        { "TLS", "\x16\x03\x01\x02\0\x01\0\x01\xFC\x03\x03\r\n\r\n", nameof(RequestStatus.NotHttp) },
        {
            "a proxy's introduction",
            "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + Start + "\r\n", nameof(RequestStatus.NotHttp)
        },
        { "an asterisk of another method", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", nameof(RequestStatus.BadTarget) },
        { "SSH", "SSH-2.0-OpenSSH_9.2\r\n", nameof(RequestStatus.NotHttp) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_no_request_is_a_bad_request_and_the_answer_says_what_is_wrong(
        string why, string head, string fault)
    {
        AssertRefused(why, head, Enum.Parse<RequestStatus>(fault));
        Assert.Equal(ResponseStatus.BadRequest, Enum.Parse<RequestStatus>(fault).Response());
    }

    [Fact]
    public void Each_fault_has_a_text_of_its_own_and_a_row_in_the_table()
    {
        RequestStatus[] faults = [.. Enum.GetValues<RequestStatus>().Except(
            [RequestStatus.Complete, RequestStatus.Incomplete])];
        Assert.Equal(faults.Length, faults.Select(fault => Latin1.Text(fault.Explanation())).Distinct().Count());
        Assert.Equal(
            faults.Except([RequestStatus.VersionNotSupported]).Select(fault => fault.ToString()).Order(),
            Bad.Select(row => row.Data.Item3).Distinct().Order());
    }

    [Theory]
    [InlineData("HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("HTTP/0.9 said aloud", "GET / HTTP/0.9\r\n\r\n")]
    [InlineData("HTTP/3", "GET / HTTP/3.0\r\nHost: a\r\n\r\n")]
    public void Another_version_has_an_answer_of_its_own(string why, string head) =>
        AssertRefused(why, head, RequestStatus.VersionNotSupported);

    [Theory]
    [InlineData("TLS, at its first byte", "\x16", nameof(RequestStatus.NotHttp))]
    [InlineData("a blank, at once", " ", nameof(RequestStatus.NotHttp))]
    [InlineData("NUL in a method", "GE\0", nameof(RequestStatus.NotHttp))]
    [InlineData("a control byte in a target", "GET /\x01", nameof(RequestStatus.NotHttp))]
    [InlineData("a tab behind the method", "GET\t", nameof(RequestStatus.NotHttp))]
    [InlineData("an LF before it", "\n", nameof(RequestStatus.BadLineEnd))]
    [InlineData("a CR that no LF follows", "GET / HTTP/1.1\rx", nameof(RequestStatus.BadLineEnd))]
    [InlineData("a blank before a field", Start + " ", nameof(RequestStatus.BadField))]
    [InlineData("a blank before a colon", Start + "X ", nameof(RequestStatus.BadField))]
    [InlineData("no name", Start + ":", nameof(RequestStatus.BadField))]
    [InlineData("NUL in a value", Start + "X: \0", nameof(RequestStatus.BadField))]
    public void What_can_be_no_request_is_refused_as_soon_as_it_is_seen(string why, string piece, string fault) =>
        AssertRefused(why, piece, Enum.Parse<RequestStatus>(fault));

    private static string Coding(string value) => Start + "Transfer-Encoding: " + value + "\r\n\r\n";

    private static void AssertRefused(string why, string head, RequestStatus expected)
    {
        RequestStatus status = FastRequest.Parse(head).Status;
        Assert.True(status == expected, $"{why}: {status}, not {expected}");
    }
}
