using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>What the exporter says of itself behind the interfaces, in every name scheme.</summary>
public sealed class OwnMetricsTests
{
    private static readonly string[] OfPage =
    [
        "netdev_exporter_build_info", "netdev_scrape_duration_seconds", "netdev_interfaces",
        "netdev_interfaces_excluded", "netdev_lines_skipped", "netdev_source_info",
    ];

    /// <summary>By which dashboards for node_exporter choose a host.</summary>
    private static readonly string[] OfNode =
    [
        "node_uname_info", "node_exporter_build_info", "node_scrape_collector_duration_seconds",
        "node_scrape_collector_success",
    ];

    private static readonly string[] OfProcess =
    [
        "process_cpu_seconds_total", "process_resident_memory_bytes", "process_start_time_seconds", "process_open_fds",
        "process_max_fds",
    ];

    [Theory]
    [InlineData("netdev")]
    [InlineData("node")]
    [InlineData("article")]
    public void All_of_them_are_there_and_no_other(string scheme)
    {
        using Instance exporter = Instance.Start(
            "--path.procfs=/proc", "--source.allow-own", "--metrics.names", scheme);
        MetricsPage page = exporter.GetPage();
        Assert.Equal(
            OfPage.Concat(OfProcess).Concat(scheme == "node" ? OfNode : []).Order(StringComparer.Ordinal),
            page.Families.Skip(16).Select(family => family.Name).Order(StringComparer.Ordinal));
        Assert.All(page.Families.Skip(16), family => Assert.Single(family.Samples));
        Assert.All(
            page.Families.Skip(16),
            family => Assert.Equal(family.Name.EndsWith("_total") ? "counter" : "gauge", family.Type));
    }

    [Fact]
    public void Disabled_the_process_is_left_out_and_the_rest_stays()
    {
        using Instance exporter = Instance.Start(
            "--path.procfs=/proc", "--source.allow-own", "--web.disable-exporter-metrics");
        Assert.Equal(
            OfPage.Order(StringComparer.Ordinal),
            exporter.GetPage().Families.Skip(16).Select(family => family.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_process_is_described_as_the_kernel_has_it()
    {
        DateTime before = DateTime.UtcNow;
        using Instance exporter = Instance.Start("--path.procfs=/proc", "--source.allow-own");
        MetricsPage page = exporter.GetPage();
        string[] status = File.ReadAllLines($"/proc/{exporter.ProcessId}/status");
        string resident = status.Single(line => line.StartsWith("VmRSS:")).Split(' ', '\t')[^2];
        double residentBytes = 1024 * double.Parse(resident);
        Assert.InRange(page.Value("process_resident_memory_bytes"), residentBytes * 0.7, residentBytes * 1.3);

        string[] limits = File.ReadAllLines($"/proc/{exporter.ProcessId}/limits");
        string descriptors = limits.Single(line => line.StartsWith("Max open files"))[26..].TrimStart().Split(' ')[0];
        Assert.Equal(descriptors, page["process_max_fds"].Samples[0].Value);

        double start = (before - DateTime.UnixEpoch).TotalSeconds;
        Assert.InRange(page.Value("process_start_time_seconds"), start - 2, start + 15);
        Assert.InRange(page.Value("process_open_fds"), 4, 40);
        Assert.InRange(page.Value("netdev_scrape_duration_seconds"), 0.000001, 1);
    }

    [Fact]
    public void CPU_time_is_that_of_the_process_and_never_goes_back()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Many(5000)));
        double last = 0;
        for (int i = 0; i < 20; i++)
        {
            double seconds = CpuSeconds(exporter);
            Assert.InRange(seconds, last, double.MaxValue);
            last = seconds;
        }

        // The exporter looks at most once a second, the kernel counts in ticks of 10 ms.
        double counted = CountedSeconds(exporter);
        Wait.Until(() => (last = CpuSeconds(exporter)) >= counted - 0.1, 10, "a reading that is new");
        Assert.InRange(last, 0.001, CountedSeconds(exporter) + 0.1);
    }

    [Fact]
    public void The_duration_is_that_of_this_reading()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Many(20_000)));
        Stopwatch clock = Stopwatch.StartNew();
        double seconds = exporter.GetPage().Value("netdev_scrape_duration_seconds");
        Assert.InRange(seconds, 0.0005, clock.Elapsed.TotalSeconds);
    }

    /// <summary>User and system time, as the kernel tells others.</summary>
    private static double CountedSeconds(Instance exporter)
    {
        string[] stat = File.ReadAllText($"/proc/{exporter.ProcessId}/stat").Split(") ")[1].Split(' ');
        return (int.Parse(stat[11]) + int.Parse(stat[12])) / 100.0;
    }

    private static double CpuSeconds(Instance exporter)
    {
        string text = exporter.Get("/metrics").Text;
        string line = text[(text.IndexOf("\nprocess_cpu_seconds_total ") + 1)..];
        return double.Parse(line.Split(' ', '\n')[1], CultureInfo.InvariantCulture);
    }
}
