using System;
using System.Linq;
using NetdevExporter.EndToEnd.Documentation;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>
/// compose.proxy.yml as it is: an exporter without a network, a real reverse proxy before it, and a real
/// Prometheus behind that.
/// </summary>
[Collection(SharedEngine.Name)]
public sealed class ProxyTests(DockerEngine engine) : IDisposable
{
    private const int ScrapeSeconds = 60;

    /// <summary>The Prometheus of compose.yml, beside the two.</summary>
    private const string WithPrometheus = """
        services:
          prometheus:
            image: IMAGE
            ports: ["127.0.0.1:9090:9090"]
            configs: [{source: prometheus, target: /etc/prometheus/prometheus.yml}]
        configs:
          prometheus:
            content: |
              scrape_configs:
                - job_name: netdev
                  scrape_interval: 1s
                  static_configs:
                    - targets: [netdev-proxy:8080]
        """;

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Prometheus_has_the_hosts_interfaces_from_a_container_without_a_network_through_a_proxy()
    {
        engine.RequireImage();
        string overlay = WithPrometheus.Replace("IMAGE", StandInImages.PrometheusName);
        using ComposeProject project = ComposeProject.Of(
            engine,
            DeployFiles.PathOf("compose.proxy.yml"),
            folder.Write("prometheus.yml", overlay));
        Assert.Equal("none true [ALL]", project.InspectExporter(
            "{{with .HostConfig}}{{.NetworkMode}} {{.ReadonlyRootfs}} {{.CapDrop}}{{end}}"));
        Prometheus.WaitForTarget(ScrapeSeconds);
        Assert.Equal("http://netdev-proxy:8080/metrics", Prometheus.Target("scrapeUrl"));
        DateTimeOffset scraped = Prometheus.WaitForScrapeAfter(DateTimeOffset.UtcNow, ScrapeSeconds);
        Assert.Equal("1", Prometheus.LastValues("netdev_source_info{namespace=\"host\"}", scraped)[""]);
        Wait.Until(
            () => Prometheus.LastValues("netdev_receive_bytes_total", DateTimeOffset.UtcNow.AddSeconds(-2)).Keys.Order()
                .SequenceEqual(HostTable.InterfacesOf(HostTable.Read()).Order()),
            ScrapeSeconds,
            "the host's interfaces");
        Assert.Equal((0, "ready\n"), (project.CheckHealth().ExitCode, project.CheckHealth().Output));
    }

    public void Dispose() => folder.Dispose();
}
