using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>
/// The releases of Prometheus ask for a page in different ways, and since 3.0 a page of a type that they do not know is
/// an error: each takes every sample of two schemes, compressed and not.
/// </summary>
public sealed class PrometheusReleaseTests
{
    private const int Seconds = 30;
    private const int ManyInterfaces = 100; // a page that is sent compressed

    public static TheoryData<string> Releases => PrometheusRelease.All;

    [Theory]
    [MemberData(nameof(Releases))]
    public void It_takes_every_sample_of_a_small_page_and_of_a_compressed_one_and_their_types(string release)
    {
        string version = Tool.Run(PrometheusRelease.Program("prometheus", release), ["--version"]).Output;
        Assert.StartsWith("prometheus, version " + (release == PrometheusRelease.Third ? "3." : ""), version);
        using TemporaryFolder folder = new();
        using Instance small = Instance.Start("--path.netdev", folder.Write("small", NetDevText.Plain));
        using Instance large = Instance.Start(
            "--metrics.names=node", "--path.netdev", folder.Write("large", NetDevText.OfContainers(ManyInterfaces)));
        using LocalPrometheus prometheus = new($"{small.Address}, {large.Address}", release);
        prometheus.AwaitAndHold(() => prometheus.TryQuery("sum(up)") == 2, Seconds, "a scrape of both");

        int samples = new[] { small, large }.Sum(
            exporter => exporter.GetPage().Families.Sum(family => family.Samples.Count));
        Assert.Equal(samples, prometheus.TryQuery("sum(scrape_samples_scraped)"));
        Assert.Equal(samples, prometheus.TryQuery("sum(scrape_samples_post_metric_relabeling)"));
        Assert.Equal(2, prometheus.TryQuery("count(netdev_transmit_bytes_total{interface=~'lo|eth0'})"));
        Assert.Equal(ManyInterfaces, prometheus.TryQuery("count(node_network_transmit_bytes_total{device!=''})"));
        Assert.Equal("counter", prometheus.TypeOf("netdev_receive_bytes_total"));
        Assert.Equal("gauge", prometheus.TypeOf("netdev_interfaces"));
    }
}
