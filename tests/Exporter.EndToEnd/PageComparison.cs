using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd;

/// <summary>Compares a page with the file that it was made from, sample by sample.</summary>
internal static class PageComparison
{
    /// <summary>
    /// Asserts that the page's first sixteen families are the table's columns: names, types, labels, order and every
    /// digit.
    /// </summary>
    internal static void AssertShows(MetricsPage page, MetricNames names, NetDevTable table)
    {
        Assert.Equal(names.Families, page.Families.Take(16).Select(family => family.Name));
        for (int column = 0; column < 16; column++)
        {
            MetricsFamily family = page.Families[column];
            Assert.Equal(names.Type, family.Type);
            Assert.Equal(
                table.Rows.Select(row => $"{row.Label} {row.Values[column]}"),
                family.Samples.Select(sample => $"{sample.Labels[names.Label]} {sample.Value}"));
            Assert.All(family.Samples, sample => Assert.Single(sample.Labels));
        }

        Assert.Equal(table.Rows.Count, page.Value("netdev_interfaces"));
        Assert.Equal(table.Skipped, page.Value("netdev_lines_skipped"));
    }
}
