using System;
using System.IO;
using System.Linq;
using NetdevExporter.Exposition;
using NetdevExporter.Http.Message;
using NetdevExporter.Source;
using Xunit;

namespace NetdevExporter.Tests.Exposition;

/// <summary>The families by which dashboards for node_exporter choose a host.</summary>
public sealed class NodeFamiliesTests : IDisposable
{
    private static readonly string[] Names =
    [
        "node_uname_info", "node_exporter_build_info", "node_scrape_collector_duration_seconds",
        "node_scrape_collector_success",
    ];

    private readonly SysfsTree tree = new();

    [Fact]
    public void Only_the_scheme_node_has_them_before_the_exporters_own() =>
        Assert.All(NameScheme.All, scheme =>
        {
            string[] families = [.. Write(scheme.Name).Families.Select(family => family.Name)];
            Assert.Equal(scheme.IsNodeExporters ? Names : [], families.Intersect(Names));
            Assert.Equal(scheme.IsNodeExporters ? 20 : 16, Array.IndexOf(families, "netdev_exporter_build_info"));
        });

    /// <summary>Their names, help and labels are node_exporter's, as are the sixteen of the interfaces.</summary>
    [Fact]
    public void They_are_written_as_node_exporter_writes_them()
    {
        string text = Write("node", nodeName: "a\"b\\c é").Text;
        Assert.Contains(
            "# HELP node_uname_info Labeled system information as provided by the uname system call.\n"
            + "# TYPE node_uname_info gauge\nnode_uname_info{sysname=\"Linux\",", text);
        Assert.Contains(",nodename=\"a\\\"b\\\\c é\",release=\"", text);
        Assert.Contains(
            "# HELP node_exporter_build_info A metric with a constant '1' value labeled by version, revision, branch, "
            + "goversion from which node_exporter was built, and the goos and goarch for the build.\n"
            + "# TYPE node_exporter_build_info gauge\nnode_exporter_build_info{goarch=\"", text);
        Assert.Contains(
            "# HELP node_scrape_collector_success node_exporter: Whether a collector succeeded.\n"
            + "# TYPE node_scrape_collector_success gauge\nnode_scrape_collector_success{collector=\"netdev\"} 1\n#",
            text);
        Assert.Contains(
            "# HELP node_scrape_collector_duration_seconds node_exporter: Duration of a collector scrape.\n"
            + "# TYPE node_scrape_collector_duration_seconds gauge\n"
            + "node_scrape_collector_duration_seconds{collector=\"netdev\"} 0.", text);
        Assert.Equal(
            ["sysname", "nodename", "release", "version", "machine", "domainname"],
            MetricsPage.Parse(text)["node_uname_info"].Samples[0].Labels.Keys);
        Assert.Equal(
            ["goarch", "goos", "revision", "version"],
            MetricsPage.Parse(text)["node_exporter_build_info"].Samples[0].Labels.Keys);
    }

    [Fact]
    public void Sysfs_is_a_collector_while_it_is_read_and_fails_when_its_reading_is_too_old()
    {
        tree.Add("lo", 1);
        SysfsThread thread = new(new SysfsReader(tree.FullName, static _ => true));
        Assert.Equal(["netdev 1", "netclass 0"], Collectors(0)); // not read yet
        _ = thread.ReadOnce();
        Assert.Equal(["netdev 1", "netclass 1"], Collectors(NetdevExporter.Platform.Clock.Milliseconds));
        Assert.Equal(["netdev 1", "netclass 0"], Collectors(NetdevExporter.Platform.Clock.Milliseconds + 61_000));

        string[] Collectors(long now)
        {
            MetricsPage page = Write("node", links: new LinkSource(thread), now: now);
            Assert.Equal(
                ["netdev", "netclass"],
                page["node_scrape_collector_duration_seconds"].Samples.Select(sample => sample.Labels["collector"]));
            return
            [
                .. page["node_scrape_collector_success"].Samples.Select(
                    sample => $"{sample.Labels["collector"]} {sample.Value}"),
            ];
        }
    }

    /// <summary>Its reader is a node_exporter, which has them itself.</summary>
    [Fact]
    public void The_text_file_is_without_them_and_without_the_process()
    {
        MetricsPage page = Write("node", isTextFile: true);
        Assert.Equal(16, page.Families.Count(family => family.Name.StartsWith("node_")));
        Assert.DoesNotContain(page.Families, family => family.Name.StartsWith("process_"));
    }

    public void Dispose() => tree.Dispose();

    private static MetricsPage Write(
        string scheme, string nodeName = "", LinkSource? links = null, long now = 1, bool isTextFile = false)
    {
        using Page page = new();
        using Scrape scrape = new(
            Path.Combine(GoldenFiles.Folder, "modern-host.netdev"),
            NameScheme.All.Single(row => row.Name == scheme), withProcessMetrics: true, links: links,
            nodeName: nodeName);
        Assert.True(scrape.TryWrite(page, now, isTextFile));
        return MetricsPage.Parse(System.Text.Encoding.UTF8.GetString(page.Body));
    }
}
