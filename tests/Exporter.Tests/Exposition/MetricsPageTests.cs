using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace NetdevExporter.Tests.Exposition;

/// <summary>Pages read back: the numbers are the file's.</summary>
public sealed class MetricsPageTests
{
    public static TheoryData<string> Shown => new(NetDevFixtures.Shown);

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
        Assert.True(Record.Exception(() => MetricsPage.Parse(page)) is FormatException, why);

    private static void AssertReadsBack(string text)
    {
        using FastPage fast = new();
        IReadOnlyList<NetDevRow> rows = NetDevTable.Parse(text).Rows;
        for (int scheme = 0; scheme < MetricNames.All.Count; scheme++)
        {
            MetricNames names = MetricNames.All[scheme];
            string page = Encoding.UTF8.GetString(Latin1.Bytes(fast.Write(text, scheme)));
            IReadOnlyList<MetricsFamily> families = MetricsPage.Parse(page).Families;
            Assert.Equal(names.Families, families.Select(family => family.Name));
            for (int column = 0; column < families.Count; column++)
            {
                Assert.Equal(names.Type, families[column].Type);
                Assert.Equal(
                    rows.Select(row => $"{row.Label} {row.Values[column]}"),
                    families[column].Samples.Select(sample => $"{sample.Labels[names.Label]} {sample.Value}"));
            }
        }
    }
}
