using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>The page is the file, sample by sample, in every name scheme, whatever is in it.</summary>
public sealed class PageTests
{
    public static TheoryData<string, string> FixturesAndSchemes => [.. NetDevFixtures.Shown.SelectMany(
        fixture => MetricNames.All.Select(names => new TheoryDataRow<string, string>(fixture, names.Scheme)))];

    [Theory]
    [MemberData(nameof(FixturesAndSchemes))]
    public void A_page_shows_every_number_of_its_file(string fixture, string scheme)
    {
        using TemporaryFolder folder = new();
        string text = NetDevFixtures.All[fixture];
        string page = Tool.Succeed(
            Machine.Executable, ["--once", "--metrics.names", scheme, "--path.netdev", folder.Write("dev", text)]);
        PageComparison.AssertShows(MetricsPage.Parse(page), MetricNames.Of(scheme), NetDevTable.Parse(text));
    }

    [Fact]
    public void Names_are_escaped_as_the_text_format_has_it()
    {
        using TemporaryFolder folder = new();
        string text = NetDevText.Header + NetDevText.Row("a\"b\\c", 1)
            + NetDevText.Row("a\xFF" + "b", 2) + NetDevText.Row("\xC3\xA9", 3);
        string page = Tool.Succeed(Machine.Executable, ["--once", "--path.netdev", folder.Write("dev", text)]);
        Assert.Contains("""netdev_receive_bytes_total{interface="a\"b\\c"} 1000""", page);
        Assert.Contains("""netdev_receive_bytes_total{interface="a/ffb"} 2000""", page);
        Assert.Contains("""netdev_receive_bytes_total{interface="é"} 3000""", page);
    }

    [Fact]
    public void Every_page_is_made_anew()
    {
        using TemporaryFolder folder = new();
        string dev = folder.Write("dev", NetDevText.Header + NetDevText.Row("eth0", 1) + NetDevText.Row("gone", 1));
        using Instance exporter = Instance.Start("--path.netdev", dev);
        Assert.Equal(2, exporter.GetPage().Value("netdev_interfaces"));
        for (int i = 2; i < 50; i++)
        {
            string text = NetDevText.Header + NetDevText.Row("eth0", i);
            folder.Write("dev", text); // the same file, whose end was "gone"
            PageComparison.AssertShows(exporter.GetPage(), MetricNames.All[0], NetDevTable.Parse(text));
        }
    }
}
