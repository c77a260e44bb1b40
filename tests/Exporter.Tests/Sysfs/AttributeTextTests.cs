using System.Text;
using NetdevExporter.Sysfs;
using Xunit;

namespace NetdevExporter.Tests.Sysfs;

public sealed class AttributeTextTests
{
    [Theory]
    [InlineData("0\n", 0)]
    [InlineData("1500\n", 1500)]
    [InlineData("-1\n", -1)] // a speed that the driver does not know
    [InlineData("0x1003\n", 0x1003)] // flags
    [InlineData("0xABcd\n", 0xABCD)]
    [InlineData(" 7\t\n", 7)]
    [InlineData("4294967295", 4294967295)] // the speed of Linux 2.6
    [InlineData("999999999999999999", 999999999999999999)] // 18 digits
    public void A_number_is_parsed(string text, long number) =>
        Assert.Equal(number, AttributeText.ParseNumber(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("")] // a file that could not be read
    [InlineData("\n")]
    [InlineData("-")]
    [InlineData("0x")]
    [InlineData("--1")]
    [InlineData("1 2")]
    [InlineData("12a")]
    [InlineData("0xg")]
    [InlineData("0x/")] // the characters around the digits
    [InlineData("1:")]
    [InlineData("1@")]
    [InlineData("unknown")]
    [InlineData("1000000000000000000")] // 19 digits may be too large
    public void What_is_no_number_is_unknown(string text) =>
        Assert.Equal(Link.Unknown, AttributeText.ParseNumber(Encoding.ASCII.GetBytes(text)));
}
