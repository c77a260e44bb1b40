using NetdevExporter.Http.Message;
using Xunit;

namespace NetdevExporter.Tests.Http;

public sealed class IfNoneMatchTests
{
    [Theory]
    [InlineData("the tag", "If-None-Match: \"12AB\"\r\n")]
    [InlineData("weak, as it is sent", "If-None-Match: W/\"12AB\"\r\n")]
    [InlineData("any", "If-None-Match: *\r\n")]
    [InlineData("names have no case", "iF-nONE-mATCH:W/\"12AB\"\r\n")]
    [InlineData("blanks around it", "If-None-Match: \t W/\"12AB\" \t\r\n")]
    [InlineData("first of a list", "If-None-Match: W/\"12AB\", \"x\"\r\n")]
    [InlineData("last of a list", "If-None-Match: \"x\",W/\"y\" , W/\"12AB\"\r\n")]
    [InlineData("behind empty elements", "If-None-Match: ,, ,\"12AB\"\r\n")]
    [InlineData("behind a tag with a comma and with W/", "If-None-Match: \"a,W/\", \"12AB\"\r\n")]
    [InlineData("in the second of two lines", "Host: a\r\nIf-None-Match: \"x\"\r\nIf-None-Match: \"12AB\"\r\n")]
    [InlineData("in a line behind one that is none", "If-None-Match: x\r\nA: b\r\nIf-None-Match: \"12AB\"\r\n")]
    public void A_tag_that_is_named_is_found(string why, string fields) =>
        Assert.True(IfNoneMatch.IsIn(Latin1.Bytes(fields), "12AB"u8), why);

    [Theory]
    [InlineData("no field", "")]
    [InlineData("another field", "If-Match: \"12AB\"\r\nX-If-None-Mat: \"12AB\"\r\n")]
    [InlineData("a field of the same length", "If-None-Watch: \"12AB\"\r\n")]
    [InlineData("an empty one", "If-None-Match:\r\n")]
    [InlineData("another tag", "If-None-Match: \"12AC\"\r\n")]
    [InlineData("tags have case", "If-None-Match: \"12ab\"\r\n")]
    [InlineData("and W/ too", "If-None-Match: w/\"12AB\"\r\n")]
    [InlineData("a part of it", "If-None-Match: \"12A\"\r\n")]
    [InlineData("it and more", "If-None-Match: \"12ABC\"\r\n")]
    [InlineData("without quotes", "If-None-Match: 12AB\r\n")]
    [InlineData("without the last quote", "If-None-Match: \"12AB\r\n")]
    [InlineData("with something behind the quote", "If-None-Match: \"12AB\"x\r\n")]
    [InlineData("behind what is no tag", "If-None-Match: x, \"12AB\"\r\n")]
    [InlineData("W/ twice", "If-None-Match: W/W/\"12AB\"\r\n")]
    [InlineData("any in a list", "If-None-Match: *, \"x\"\r\n")]
    [InlineData("any in quotes", "If-None-Match: \"*\"\r\n")]
    [InlineData("between two tags", "If-None-Match: \"x\"12AB\"y\"\r\n")]
    public void A_tag_that_is_not_named_is_not_found(string why, string fields) =>
        Assert.False(IfNoneMatch.IsIn(Latin1.Bytes(fields), "12AB"u8), why);
}
