using System;
using System.Linq;
using NetdevExporter.Http;
using Xunit;

namespace NetdevExporter.Tests.Http;

public sealed class AccessTokenTests
{
    [Theory]
    [InlineData("a line", "secret\n")]
    [InlineData("no line", "secret")]
    [InlineData("a line of Windows", "secret\r\n")]
    [InlineData("blanks and empty lines around it, which Prometheus takes off too", "\n\t secret \n\n")]
    public void The_token_is_the_one_word_of_the_text(string why, string text)
    {
        string reason = AccessToken.Find(Latin1.Bytes(text), out ReadOnlySpan<byte> token);
        Assert.True(reason.Length == 0, why);
        Assert.Equal("secret", Latin1.Text(token));
    }

    [Fact]
    public void Every_printable_byte_of_ASCII_may_be_in_a_token()
    {
        string all = string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(value => (char)value));
        Assert.Equal("", AccessToken.Find(Latin1.Bytes(all), out ReadOnlySpan<byte> token));
        Assert.Equal(all, Latin1.Text(token));
    }

    [Theory]
    [InlineData("nothing", "", "it is empty")]
    [InlineData("a line end", "\n", "it is empty")]
    [InlineData("blanks", " \t\r\n", "it is empty")]
    [InlineData("two words", "my secret", "one word")]
    [InlineData("two lines", "secret\nsecret\n", "one word")]
    [InlineData("a tab", "my\tsecret", "one word")]
    [InlineData("NUL", "secret\0", "one word")]
    [InlineData("a control byte", "sec\x1Bret", "one word")]
    [InlineData("DEL", "secret\x7F", "one word")]
    [InlineData("no ASCII", "sécret", "one word")]
    [InlineData("the mark that some editors put before UTF-8", "\xEF\xBB\xBFsecret", "one word")]
    public void A_text_without_a_token_says_why(string why, string text, string expected)
    {
        string reason = AccessToken.Find(Latin1.Bytes(text), out ReadOnlySpan<byte> token);
        Assert.True(reason.Contains(expected) && token.IsEmpty, $"{why}: {reason}");
        Assert.DoesNotContain("secret", reason);
    }

    [Theory]
    [InlineData("as Prometheus sends it", "Bearer secret")]
    [InlineData("schemes have no case", "bEARER secret")]
    [InlineData("blanks behind the scheme", "Bearer   secret")]
    public void Credentials_with_the_token_are_taken(string why, string authorization) =>
        Assert.True(AccessToken.IsIn(Latin1.Bytes(authorization), "secret"u8), why);

    [Theory]
    [InlineData("none", "")]
    [InlineData("no token", "Bearer")]
    [InlineData("blanks for a token", "Bearer  ")]
    [InlineData("no scheme", "secret")]
    [InlineData("a blank for a scheme", " secret")]
    [InlineData("another scheme", "Basic secret")]
    [InlineData("a longer scheme", "Bearers secret")]
    [InlineData("another token", "Bearer Secret")]
    [InlineData("another last byte", "Bearer secreT")]
    [InlineData("another first byte", "Bearer Tecret")]
    [InlineData("a part of it", "Bearer secre")]
    [InlineData("more than it", "Bearer secrets")]
    [InlineData("it and more", "Bearer secret secret")]
    [InlineData("it in a list", "Bearer secret,")]
    [InlineData("it as a parameter", "Bearer token=secret")]
    [InlineData("it in quotes", "Bearer \"secret\"")]
    [InlineData("a tab behind the scheme", "Bearer\tsecret")]
    [InlineData("nothing behind the scheme", "Bearersecret")]
    [InlineData("two schemes", "Bearer Bearer secret")]
    [InlineData("NUL", "Bearer secret\0")]
    public void Other_credentials_are_not(string why, string authorization) =>
        Assert.False(AccessToken.IsIn(Latin1.Bytes(authorization), "secret"u8), why);

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer secret")]
    public void Where_there_is_no_token_nothing_is_it(string authorization) =>
        Assert.False(AccessToken.IsIn(Latin1.Bytes(authorization), default));
}
