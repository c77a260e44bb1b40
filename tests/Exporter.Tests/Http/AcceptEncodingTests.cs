using NetdevExporter.Http.Message;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>Who gets a page compressed.</summary>
public sealed class AcceptEncodingTests
{
    /// <summary>Why, and the field's value.</summary>
    public static TheoryData<string, string> Preferring => new()
    {
        { "Prometheus", "gzip" },
        { "browsers", "gzip, deflate, br, zstd" },
        { "codings have no case", "GZip" },
        { "its old name (RFC 9110, 8.4.1.3)", "x-gzip" },
        { "anything", "*" },
        { "anything but another one", "br;q=0, *" },
        { "the least weight", "gzip;q=0.001" },
        { "the largest weights", "gzip;q=1, gzip;q=1., gzip;q=1.0, gzip;q=1.000" },
        { "blanks around the weight, and its case", "deflate ,\tgzip\t; Q=0.5 , br" },
        { "as good as none", "gzip;q=0.5, identity;q=0.5" },
        { "better than none", "identity;q=0.5, gzip;q=0.51" },
        { "none is not taken", "identity;q=0, gzip;q=0.1" },
        { "empty elements (RFC 9110, 5.6.1)", ", ,gzip,," },
        { "all others are worth as much as none", "*;q=0.5, identity;q=0.5" },
    };

    /// <summary>Why, and the field's value.</summary>
    public static TheoryData<string, string> NotPreferring => new()
    {
        { "nothing is taken", "" },
        { "another coding", "deflate, br" },
        { "a name of which gzip is a part", "gzipped, xgzip, x-gzip-2, gzip2" },
        { "it is refused", "gzip;q=0" },
        { "it is refused in four digits", "gzip;q=0.000" },
        { "it is refused, others are not", "gzip;q=0, *" },
        { "all are refused", "*;q=0" },
        { "none is better", "gzip;q=0.5, identity" },
        { "none is a little better", "gzip;q=0.999, identity;q=1.0" },
        { "all others are better, none among them", "gzip;q=0.1, *" },
        { "none is better than all others", "*;q=0.1, identity;q=0.2" },
        { "a weight above one", "gzip;q=1.001" },
        { "a weight of two", "gzip;q=2" },
        { "a weight with four decimals", "gzip;q=0.5000" },
        { "a weight without a number", "gzip;q=" },
        { "a negative weight", "gzip;q=-1" },
        { "a weight in words", "gzip;q=0.x" },
        { "another parameter", "gzip;level=9" },
        { "an empty parameter", "gzip;" },
        { "two parameters", "gzip;q=1;q=1" },
    };

    [Theory]
    [MemberData(nameof(Preferring))]
    public void Gzip_is_preferred(string why, string value) => Assert.True(Read(value), why);

    [Theory]
    [MemberData(nameof(NotPreferring))]
    public void Gzip_is_not_preferred(string why, string value) => Assert.False(Read(value), why);

    [Fact]
    public void Who_says_nothing_gets_the_bytes_as_they_are() => Assert.False(default(AcceptEncoding).PrefersGzip);

    [Theory]
    [InlineData("gzip, identity;q=0", true)]
    [InlineData("identity;q=0, *", true)]
    [InlineData("*;q=0, gzip", true)]
    [InlineData("*;q=0, gzip, identity;q=0.1", false)]
    [InlineData("gzip", false)]
    [InlineData("gzip, *", false)]
    [InlineData("identity;q=0", false)] // and gzip is not accepted either
    [InlineData("*;q=0", false)]
    [InlineData("", false)]
    public void Gzip_is_required_where_the_bytes_as_they_are_are_refused(string value, bool isRequired)
    {
        string request = $"GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: {value}\r\n\r\n";
        _ = RequestParser.Parse(Latin1.Bytes(request), out Request parsed);
        Assert.Equal(isRequired, parsed.RequiresGzip);
    }

    [Fact]
    public void Several_lines_are_one_list()
    {
        AcceptEncoding accepted = default;
        accepted.Read("gzip;q=0.5"u8);
        accepted.Read("identity;q=0.7"u8);
        Assert.False(accepted.PrefersGzip);
        accepted.Read("gzip"u8);
        Assert.True(accepted.PrefersGzip);
    }

    /// <summary>Reads a value, in the list and by the parser of the whole request.</summary>
    private static bool Read(string value)
    {
        AcceptEncoding accepted = default;
        accepted.Read(Latin1.Bytes(value));
        string request = $"GET / HTTP/1.1\r\nHost: a\r\naccept-ENCODING: {value}\r\n\r\n";
        Assert.Equal(accepted.PrefersGzip, FastRequest.Parse(request).PrefersGzip);
        Assert.Equal(accepted.PrefersGzip, SlowRequest.Parse(request).PrefersGzip);
        return accepted.PrefersGzip;
    }
}
