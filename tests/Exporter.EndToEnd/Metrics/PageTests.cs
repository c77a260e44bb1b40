using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>The page is the file, sample by sample, in every name scheme, whatever is in it.</summary>
public sealed class PageTests
{
    public static TheoryData<string, string> FixturesAndSchemes => [.. NetDevText.Fixtures.Keys.SelectMany(
        fixture => NameScheme.All.Select(scheme => new TheoryDataRow<string, string>(fixture, scheme.Flag)))];

    [Theory]
    [MemberData(nameof(FixturesAndSchemes))]
    public void A_page_shows_every_number_of_its_file(string fixture, string scheme)
    {
        using TemporaryFolder folder = new();
        string text = NetDevText.Fixtures[fixture];
        string page = Command.Succeed(
            Machine.Executable, ["--once", "--metrics.names", scheme, "--path.netdev", folder.Write("dev", text)]);
        PageComparison.AssertShows(MetricsPage.Parse(page), NameScheme.Named(scheme), NetDevTable.Parse(text));
    }

    [Fact]
    public void The_largest_number_is_printed_digit_by_digit()
    {
        using TemporaryFolder folder = new();
        string dev = folder.Write("dev", NetDevText.Fixtures["the largest numbers"]);
        using Instance exporter = Instance.Start("--path.netdev", dev);
        Assert.Contains(
            "\nnetdev_receive_bytes_total{interface=\"eth0\"} 18446744073709551615\n", exporter.Get("/metrics").Text);
    }

    [Fact]
    public void Names_are_escaped_as_the_text_format_has_it()
    {
        using TemporaryFolder folder = new();
        string text = NetDevText.Header + NetDevText.Row("a\"b\\c", 1)
            + NetDevText.Row("a\xFF" + "b", 2) + NetDevText.Row("\xC3\xA9", 3);
        string page = Command.Succeed(Machine.Executable, ["--once", "--path.netdev", folder.Write("dev", text)]);
        Assert.Contains("""netdev_receive_bytes_total{interface="a\"b\\c"} 1000""", page);
        Assert.Contains("""netdev_receive_bytes_total{interface="a/ffb"} 2000""", page);
        Assert.Contains("""netdev_receive_bytes_total{interface="é"} 3000""", page);
    }

    [Fact]
    public void A_table_without_interfaces_is_a_page_without_samples()
    {
        using TemporaryFolder folder = new();
        string dev = folder.Write("dev", NetDevText.Header);
        string page = Command.Succeed(Machine.Executable, ["--once", "--path.netdev", dev]);
        PageComparison.AssertShows(MetricsPage.Parse(page), NameScheme.All[0], NetDevTable.Parse(NetDevText.Header));
    }

    [Fact]
    public void Columns_go_by_the_header_not_by_their_place()
    {
        using TemporaryFolder folder = new();
        string text = NetDevText.Header
            .Replace("|bytes    packets errs drop fifo frame", "|packets    bytes errs drop frame fifo")
            + NetDevText.Row("eth0", 1);
        string printed = Command.Succeed(Machine.Executable, ["--once", "--path.netdev", folder.Write("dev", text)]);
        MetricsPage page = MetricsPage.Parse(printed);
        Assert.Equal("1001", page["netdev_receive_bytes_total"].Samples[0].Value);
        Assert.Equal("1000", page["netdev_receive_packets_total"].Samples[0].Value);
        Assert.Equal("1005", page["netdev_receive_fifo_total"].Samples[0].Value);
        Assert.Equal("1004", page["netdev_receive_frame_total"].Samples[0].Value);
        Assert.Equal("1008", page["netdev_transmit_bytes_total"].Samples[0].Value);
    }

    [Fact]
    public void The_help_of_node_is_that_of_node_exporter()
    {
        string page = Command.Succeed(
            Machine.Executable, ["--once", "--path.procfs=/proc", "--source.allow-own", "--metrics.names=node"]);
        Assert.All(MetricsPage.Parse(page).Families.Take(16), family =>
        {
            string statistic = family.Name["node_network_".Length..^"_total".Length];
            Assert.Equal($"Network device statistic {statistic}.", family.Help);
        });
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
            PageComparison.AssertShows(exporter.GetPage(), NameScheme.All[0], NetDevTable.Parse(text));
        }
    }
}
