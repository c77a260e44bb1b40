using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>
/// Interfaces of the real kernel, in a namespace of the test's own: the page is what /proc/net/dev says there.
/// </summary>
public sealed class NamespaceTests
{
    private static readonly (string One, string Other)[] Hostile =
    [
        ("a\"b", "a\\\\b"), ("a\\\\nb", "{x=\"y\"}"), ("a\\377b", "a\\376b"), ("\\303\\251t\\303\\251", "\\001\\177"),
        ("#x", "@y"), ("\\303", "\\351\\377\\376"), ("a=b", "fifteen-bytes-x"), ("$(x)", "x;y&z"),
    ];

    [Theory]
    [InlineData("netdev")]
    [InlineData("node")]
    [InlineData("article")]
    public void Whatever_an_interface_is_called_the_page_is_the_kernels_table(string scheme)
    {
        using PrivateNetwork network = new();
        network.AddPairs(Hostile);
        using Instance exporter = network.Start("--metrics.names", scheme);
        NetDevTable table = NetDevTable.Parse(network.ReadTable());
        Assert.Equal(1 + (Hostile.Length * 2), table.Rows.Count);
        Assert.Equal(0, table.Skipped);
        Assert.Contains(table.Rows, row => row.Label == "a/ffb");
        Assert.Contains(table.Rows, row => row.Label == "été");
        PageComparison.AssertShows(exporter.GetPage(), MetricNames.Of(scheme), table);
    }

    [Fact]
    public void Four_hundred_interfaces_are_read_over_many_reads_and_shown_whole()
    {
        using PrivateNetwork network = new();
        network.AddManyPairs(200);
        using Instance exporter = network.Start();
        NetDevTable table = NetDevTable.Parse(network.ReadTable());
        Assert.Equal(401, table.Rows.Count);
        PageComparison.AssertShows(exporter.GetPage(), MetricNames.All[0], table);
    }

    [Fact]
    public void An_interface_that_comes_is_on_the_next_page_and_one_that_goes_is_gone_from_it()
    {
        using PrivateNetwork network = new();
        using Instance exporter = network.Start();
        using WireClient client = exporter.Connect();
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(["lo"], Interfaces(client));
            network.AddPairs((One: $"one{i}", Other: $"other{i}"));
            Assert.Equal(["lo", $"one{i}", $"other{i}"], Interfaces(client).Order());
            network.Run($"ip link del one{i}");
        }
    }

    [Fact]
    public void Traffic_is_counted_on_the_next_page()
    {
        using PrivateNetwork network = new();
        using Instance exporter = network.Start();
        Assert.Equal("0", exporter.GetPage()["netdev_receive_bytes_total"].Samples[0].Value);
        network.Run("bash -c 'for i in 1 2 3; do echo 12345 >/dev/udp/127.0.0.1/9; done' || true");
        NetDevTable table = NetDevTable.Parse(network.ReadTable());
        Assert.NotEqual("0", table.Rows[0].Values[0]);
        PageComparison.AssertShows(exporter.GetPage(), MetricNames.All[0], table);
    }

    private static string[] Interfaces(WireClient client) =>
        [.. MetricsPage.Parse(client.Get("/metrics").Text).Families[0].Samples
            .Select(sample => sample.Labels["interface"])];
}
