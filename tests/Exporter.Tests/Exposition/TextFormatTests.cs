using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using NetdevExporter.Exposition;
using NetdevExporter.Tests.Procfs;
using Xunit;

namespace NetdevExporter.Tests.Exposition;

/// <summary>Pages read back: the numbers are the file's.</summary>
public sealed class TextFormatTests
{
    public static TheoryData<string> Shown => DevicePageTests.Shown;

    [Theory]
    [MemberData(nameof(Shown))]
    public void A_page_read_back_gives_the_files_numbers_family_by_family(string fixture) =>
        AssertReadsBack(NetDevFixtures.All[fixture]);

    [Fact]
    public void A_large_page_read_back_gives_the_files_numbers() => AssertReadsBack(NetDevText.Many(2_000));

    [Theory]
    [InlineData("no HELP", "# TYPE a counter\na 1\n")]
    [InlineData("no TYPE", "# HELP a b\na 1\n")]
    [InlineData("no LF at the end", "# HELP a b\n# TYPE a counter\na 1")]
    [InlineData("a family twice", "# HELP a b\n# TYPE a counter\na 1\n# HELP a b\n# TYPE a counter\na 1\n")]
    [InlineData("another family's sample", "# HELP a b\n# TYPE a counter\nb 1\n")]
    [InlineData("a value that is none", "# HELP a b\n# TYPE a counter\na x\n")]
    [InlineData("a sample twice", "# HELP a b\n# TYPE a counter\na 1\na 2\n")]
    [InlineData("an escape that is none", "# HELP a b\n# TYPE a counter\na{b=\"\\x\"} 1\n")]
    public void What_is_no_page_cannot_be_read_back(string why, string page) =>
        Assert.True(Record.Exception(() => TextFormat.Read(page)) is FormatException, why);

    private static void AssertReadsBack(string text)
    {
        using FastPage fast = new();
        IReadOnlyList<Device> devices = SlowParser.Parse(text).Devices;
        for (int scheme = 0; scheme < NameScheme.All.Length; scheme++)
        {
            IReadOnlyList<TextFormat.Family> families = TextFormat.Read(fast.Write(text, scheme));
            string label = scheme == 1 ? "device=" : "interface=";
            Assert.Equal(SlowPage.Families.Select(names => names[scheme]), families.Select(family => family.Name));
            for (int column = 0; column < families.Count; column++)
            {
                Assert.Equal(scheme == 2 ? "gauge" : "counter", families[column].Type);
                Assert.Equal(
                    devices.Select(device => (label + ReadLabel(device.Name), device.Values[column])),
                    families[column].Samples);
            }
        }
    }

    /// <summary>
    /// A label's value as a reader has it: the escapes of the text format undone, and those of bytes left.
    /// </summary>
    private static string ReadLabel(string name) => Regex.Replace(SlowPage.EscapeLabel(name), @"\\(.)", "$1");
}
