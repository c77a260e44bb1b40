using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using NetdevExporter.EndToEnd.Executable;
using Xunit;

namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>
/// A thousand pairs of interfaces that come and go, names among them that nobody expects, while a real Prometheus
/// scrapes every second: it takes every sample of every page.
/// </summary>
[Collection(Alone.Name)]
public sealed class ChangingInterfacesTests
{
    private const string Target = "127.0.0.1:8080";
    private const int Groups = 4;
    private const int PairsOfGroup = 250;

    private static readonly int Seconds = int.Parse(
        Environment.GetEnvironmentVariable("EXPORTER_CHURN_SECONDS") ?? "10", CultureInfo.InvariantCulture);

    /// <summary>In the notation of printf(1). The second pair's are one where bad bytes become one sign.</summary>
    private static readonly (string One, string Other)[] HostileNames =
    [
        ("a\"b", "a\\\\b"), ("a\\377b", "a\\376b"), ("\\303\\251", "fifteen-bytes-x"),
    ];

    [Fact]
    public void Every_scrape_succeeds_and_every_sample_is_stored()
    {
        using PrivateNetwork network = new();
        using Instance exporter = network.Start("--web.listen-address=" + Target);
        using LocalPrometheus prometheus = new(Target, network);
        Wait.Until(() => prometheus.TryQuery("up") == 1, 20, "the first scrape");
        Stopwatch clock = Stopwatch.StartNew();
        int rounds = 0;
        while (clock.Elapsed.TotalSeconds < Seconds)
        {
            network.AddPairs(HostileNames);
            for (int group = 1; group <= Groups; group++)
            {
                AddGroup(network, group);
            }

            Assert.Equal(1 + (2 * HostileNames.Length) + (2 * Groups * PairsOfGroup), CountOnPage(exporter));
            foreach ((string one, string _) in HostileNames)
            {
                network.Run($"ip link del \"$(printf '{one}')\"");
            }

            for (int group = 1; group <= Groups; group++)
            {
                network.Run($"ip link del group {group}");
            }

            Assert.Equal(1, CountOnPage(exporter)); // what is gone is gone from the next page
            rounds++;
        }

        int seconds = (int)clock.Elapsed.TotalSeconds;
        TestContext.Current.SendDiagnosticMessage($"{rounds} rounds of {Groups * PairsOfGroup} pairs in {seconds} s");
        Wait.Until(() => prometheus.TryQuery("count(netdev_receive_bytes_total)") == 1, 10, "a scrape of lo alone");
        string range = $"[{seconds}s]";
        Assert.Equal(1, prometheus.TryQuery("min_over_time(up" + range + ")"));
        Assert.InRange(prometheus.TryQuery("count_over_time(up" + range + ")") ?? 0, seconds * 0.7, seconds + 2);
        Assert.Equal(0, prometheus.TryQuery(
            $"max(max_over_time(scrape_samples_scraped{range}) - "
            + $"max_over_time(scrape_samples_post_metric_relabeling{range}))"));
        Assert.InRange(prometheus.TryQuery("max_over_time(netdev_interfaces" + range + ")") ?? 0, PairsOfGroup, 4000);
        Dictionary<string, double> rejections = prometheus.RejectionCounters();
        Assert.Contains("prometheus_target_scrapes_sample_duplicate_timestamp_total", rejections);
        Assert.Contains("prometheus_target_scrapes_sample_out_of_order_total", rejections);
        Assert.All(rejections, rejection => Assert.True(rejection.Value == 0, rejection.ToString()));
        Assert.Empty(prometheus.Stop());
        Assert.Equal(0, exporter.Stop());
    }

    private static void AddGroup(PrivateNetwork network, int group) => network.Run(
        "ip -batch -",
        string.Concat(Enumerable.Range(0, PairsOfGroup).Select(
            i => $"link add name v{group}x{i}a group {group} type veth peer name v{group}x{i}b group {group}\n")));

    private static int CountOnPage(Instance exporter) => (int)exporter.GetPage().Value("netdev_interfaces");
}
