using NetdevExporter.Http.Message;
using Xunit;

namespace NetdevExporter.Tests.Http;

public sealed class AccessTokenTests
{
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
