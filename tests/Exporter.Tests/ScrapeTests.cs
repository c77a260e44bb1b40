using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using NetdevExporter.Exposition;
using NetdevExporter.Http.Message;
using NetdevExporter.Procfs;
using NetdevExporter.Source;
using NetdevExporter.Tests.Exposition;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>From a file to a page.</summary>
public sealed class ScrapeTests : IDisposable
{
    private const long Now = 1_000_000;

    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;
    private readonly Page page = new();

    private string FilePath => Path.Combine(folder, "dev");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65)] // one more than the rows hold at first
    [InlineData(5_000)] // text, rows and page grow
    public void A_page_has_every_device_of_the_file(int devices)
    {
        string text = NetDevText.Many(devices);
        File.WriteAllText(FilePath, text);
        using Scrape scrape = new(FilePath, NameScheme.All[0], withProcessMetrics: false);
        for (int i = 0; i < 2; i++)
        {
            Assert.True(scrape.TryWrite(page, Now));
            string expected = SlowPage.Write(NetDevTable.Parse(text).Rows, 0);
            Assert.StartsWith(expected + "# HELP netdev_exporter_build_info ", Latin1.Text(page.Body));
        }
    }

    [Fact]
    public void Behind_the_devices_the_page_tells_of_itself()
    {
        File.WriteAllText(FilePath, NetDevText.Many(3) + "x\ny\n");
        using Scrape scrape = new(FilePath, NameScheme.All[1], withProcessMetrics: true);
        Assert.True(scrape.TryWrite(page, Now));
        MetricsFamily[] families = [.. MetricsPage.Parse(Latin1.Text(page.Body)).Families.Skip(NetDevColumn.Count)];
        Assert.Equal(
            [
                "gauge node_uname_info", "gauge node_exporter_build_info",
                "gauge node_scrape_collector_duration_seconds", "gauge node_scrape_collector_success",
                "gauge netdev_exporter_build_info", "gauge netdev_scrape_duration_seconds", "gauge netdev_interfaces",
                "gauge netdev_interfaces_excluded", "gauge netdev_lines_skipped", "gauge netdev_source_info",
                "counter process_cpu_seconds_total",
                "gauge process_start_time_seconds", "gauge process_resident_memory_bytes", "gauge process_open_fds",
                "gauge process_max_fds",
            ],
            families.Select(family => family.Type + " " + family.Name));
        Assert.Equal("3", ValueOf("netdev_interfaces"));
        Assert.Equal("2", ValueOf("netdev_lines_skipped"));
    }

    [Fact]
    public void The_page_tells_which_file_is_read_and_that_nobody_knows_whose_it_is()
    {
        string path = Path.Combine(folder, "d\"e\\v\né");
        File.WriteAllText(path, NetDevText.Many(1));
        using Scrape scrape = new(path, NameScheme.All[0], withProcessMetrics: false);
        Assert.True(scrape.TryWrite(page, Now));
        Assert.Contains(
            "\nnetdev_source_info{path=\"" + folder + """/d\"e\\v\né",namespace="unknown"} 1""" + "\n",
            Encoding.UTF8.GetString(page.Body));
    }

    [Fact]
    public void What_the_page_tells_of_the_process_is_so()
    {
        File.WriteAllText(FilePath, NetDevText.Header);
        DateTime before = DateTime.UtcNow;
        using Scrape scrape = new(FilePath, NameScheme.All[0], withProcessMetrics: true);
        DateTime after = DateTime.UtcNow;
        Assert.True(scrape.TryWrite(page, Now));
        DateTime started = DateTime.UnixEpoch.AddSeconds(
            double.Parse(ValueOf("process_start_time_seconds"), CultureInfo.InvariantCulture));
        Assert.InRange(started, before.AddMilliseconds(-1), after.AddMilliseconds(1));
        long resident = long.Parse(ValueOf("process_resident_memory_bytes"), CultureInfo.InvariantCulture);
        Assert.InRange(resident, 1024 * 1024, Environment.WorkingSet * 4);
        Assert.InRange(long.Parse(ValueOf("process_open_fds"), CultureInfo.InvariantCulture), 3, 10_000);
        Assert.InRange(double.Parse(ValueOf("process_cpu_seconds_total"), CultureInfo.InvariantCulture), 0.01, 100_000);
        Assert.InRange(double.Parse(ValueOf("netdev_scrape_duration_seconds"), CultureInfo.InvariantCulture), 0, 10);
    }

    [Fact]
    public void Without_process_metrics_there_are_none()
    {
        File.WriteAllText(FilePath, NetDevText.Header);
        using Scrape scrape = new(FilePath, NameScheme.All[0], withProcessMetrics: false);
        Assert.True(scrape.TryWrite(page, Now));
        Assert.DoesNotContain("process_", Latin1.Text(page.Body));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Promtool_has_nothing_to_say_about_a_whole_page(int scheme, bool withProcessMetrics)
    {
        File.WriteAllText(FilePath, NetDevText.Many(3) + "x\n");
        using Scrape scrape = new(FilePath, NameScheme.All[scheme], withProcessMetrics);
        Assert.True(scrape.TryWrite(page, Now));
        Promtool.AssertSilent(page.Body.ToArray(), $"scheme {scheme}");
    }

    [Fact]
    public void A_device_that_is_gone_is_gone_from_the_next_page()
    {
        File.WriteAllText(FilePath, NetDevText.Header + NetDevText.Rows("eth0", "eth1"));
        using Scrape scrape = new(FilePath, NameScheme.All[0], withProcessMetrics: false);
        Assert.True(scrape.TryWrite(page, Now));
        Assert.Contains("eth1", Latin1.Text(page.Body));
        File.WriteAllText(FilePath, NetDevText.Header + NetDevText.Rows("eth0"));
        Assert.True(scrape.TryWrite(page, Now));
        Assert.DoesNotContain("eth1", Latin1.Text(page.Body));
    }

    [Fact]
    public void Another_file_under_the_path_is_on_the_page_in_time()
    {
        File.WriteAllText(FilePath, NetDevText.Header + NetDevText.Rows("before"));
        using Scrape scrape = new(FilePath, NameScheme.All[0], withProcessMetrics: false);
        Assert.True(scrape.TryWrite(page, Now));
        File.WriteAllText(FilePath + ".new", NetDevText.Header + NetDevText.Rows("after"));
        File.Move(FilePath + ".new", FilePath, overwrite: true);
        Assert.True(scrape.TryWrite(page, Now + ProcFile.DescriptorMillisecondsMax));
        Assert.Contains("{interface=\"after\"} 1\n", Latin1.Text(page.Body));
    }

    public void Dispose()
    {
        page.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string ValueOf(string family) =>
        MetricsPage.Parse(Latin1.Text(page.Body)).Families.Single(other => other.Name == family).Samples.Single().Value;
}
