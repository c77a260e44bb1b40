using System.IO;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>
/// The executable prints the very bytes of the pages in Exporter.Tests/Golden, on each architecture, and its own
/// metrics after them.
/// </summary>
public sealed class GoldenPageTests
{
    private static readonly string Folder = Path.Combine(Machine.Repository, "tests", "Exporter.Tests", "Golden");

    public static TheoryData<string, string> CasesAndSchemes =>
        [.. Directory.EnumerateFiles(Folder, "*.netdev").Order().SelectMany(path => MetricNames.All.Select(
            scheme => new TheoryDataRow<string, string>(Path.GetFileNameWithoutExtension(path), scheme.Scheme)))];

    [Theory]
    [MemberData(nameof(CasesAndSchemes))]
    public void A_page_begins_with_the_golden_one_and_goes_on_with_its_own_metrics(string name, string scheme)
    {
        string golden = File.ReadAllText(Path.Combine(Folder, $"{name}.{scheme}.prom"));
        Assert.DoesNotContain('\uFFFD', golden); // then equal texts are equal bytes
        string page = Tool.Succeed(
            Machine.Executable,
            ["--once", "--metrics.names", scheme, "--path.netdev", Path.Combine(Folder, name + ".netdev")]);
        int own = page.IndexOf(scheme == "node" ? "# HELP node_uname_info " : "# HELP netdev_exporter_build_info ");
        Assert.True(own > 0, page);
        Assert.Equal(golden, page[..own]);
    }
}
