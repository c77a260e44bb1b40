using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>The whole way: compose.yml unchanged, the image it builds, and a real Prometheus that scrapes it.</summary>
[Collection(SharedEngine.Name)]
public sealed class ComposeTests(DockerEngine engine)
{
    private const int ScrapeSeconds = 60;

    [Fact]
    public void Prometheus_finds_the_exporter_by_name_and_stores_all_of_its_page_and_what_the_hosts_file_says()
    {
        engine.Require();
        using ComposeProject project = new(engine);
        Assert.Equal("true [ALL] [no-new-privileges:true] 32 33554432 always", project.InspectExporter(
            "{{with .HostConfig}}{{.ReadonlyRootfs}} {{.CapDrop}} {{.SecurityOpt}} {{.PidsLimit}} {{.Memory}} "
            + "{{.RestartPolicy.Name}}{{end}}"));
        Prometheus.WaitForTarget(ScrapeSeconds);
        Assert.Equal("http://netdev-exporter:8080/metrics", Prometheus.Target("scrapeUrl"));
        Assert.Equal("", Prometheus.Target("lastError"));

        (NetDevTable before, Scraped scraped, NetDevTable after) = HostTable.Around(() => Scraped.By(project));
        Assert.Equal("up", Prometheus.Target("health"));
        Assert.Equal("1", scraped.Up);
        Assert.Equal(HostTable.InterfacesOf(before).Order(), scraped.ReceiveBytes.Keys.Order());
        for (int row = 0; row < before.Rows.Count; row++)
        {
            // Prometheus holds a double, exact to 2^53, and a machine that runs tests has not received so much.
            HostTable.AssertIsBetween(before, after, row, column: 0, scraped.ReceiveBytes[before.Rows[row].Label]);
        }

        Assert.Equal(HeadRevision(), scraped.Page["netdev_exporter_build_info"].Samples[0].Labels["revision"]);
        string count = $"{scraped.Page.Families.Sum(family => family.Samples.Count)}";
        Assert.Equal((count, count), (scraped.SamplesScraped, scraped.SamplesStored));
    }

    /// <summary>Port 9090 is Cockpit's, too: README has the words of the message, and the command.</summary>
    [Fact]
    public void If_the_port_of_Prometheus_is_taken_up_says_so_and_works_after_the_command_in_README()
    {
        engine.RequireImage();
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(Machine.Repository, "compose.yml"), folder.PathOf("compose.yml"));
        using ComposeProject project = ComposeProject.NotUpIn(engine, folder.FullName);
        using (TcpListener other = new(IPAddress.Loopback, 9090))
        {
            other.Start();
            string message = Assert.Throws<InvalidOperationException>(() => project.Up()).Message;
            Assert.Contains("127.0.0.1:9090", message);
            Assert.Contains("address already in use", message);
        }

        string readme = File.ReadAllText(Path.Combine(Machine.Repository, "README.md"));
        Assert.Contains("`address already in use`", readme);
        string command = Regex.Match(readme, "`(echo PROMETHEUS_PORT=9091 >>[^`]+)`").Groups[1].Value;
        int port = FreePort.Take();
        Tool.Succeed("sh", ["-c", $"cd '{folder.FullName}' && " + command.Replace("9091", $"{port}")]);
        project.Up();
        Wait.Until(
            () => Tool.Run("curl", ["--silent", "--fail", $"http://127.0.0.1:{port}/-/ready"]).ExitCode == 0,
            ScrapeSeconds, "Prometheus at the other port");
    }

    /// <summary>The commit that is checked out; unknown in a worktree or without a repository.</summary>
    private static string HeadRevision() =>
        Directory.Exists(Path.Combine(Machine.Repository, ".git"))
            ? Tool.Succeed("git", ["-C", Machine.Repository, "rev-parse", "HEAD"])[..12]
            : "unknown";

    /// <summary>What Prometheus stored by one scrape, and the page at that time.</summary>
    private sealed record Scraped(
        Dictionary<string, string> ReceiveBytes, string Up, string SamplesScraped, string SamplesStored,
        MetricsPage Page)
    {
        internal static Scraped By(ComposeProject project)
        {
            DateTimeOffset scraped = Prometheus.WaitForScrapeAfter(DateTimeOffset.UtcNow, ScrapeSeconds);
            string OneValue(string metric) => Prometheus.LastValues(metric, scraped)[""];
            return new Scraped(
                Prometheus.LastValues("netdev_receive_bytes_total", scraped), OneValue("up"),
                OneValue("scrape_samples_scraped"), OneValue("scrape_samples_post_metric_relabeling"),
                MetricsPage.Parse(project.ExporterPage()));
        }
    }
}
