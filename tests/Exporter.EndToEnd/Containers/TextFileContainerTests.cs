using System;
using System.Linq;
using System.Text.RegularExpressions;
using NetdevExporter.EndToEnd.Documentation;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>compose.textfile.yml as it is: a volume between the exporter and node_exporter.</summary>
[Collection(SharedEngine.Name)]
public sealed class TextFileContainerTests(DockerEngine engine)
{
    private const string Receive = "netdev_receive_bytes_total";
    private const int Seconds = 50; // some intervals: interfaces come and go on this machine

    [Fact]
    public void A_container_without_a_network_shows_the_hosts_interfaces_by_node_exporter_until_it_stops()
    {
        engine.RequireImage();
        using ComposeProject project = ComposeProject.Of(engine, DeployFiles.PathOf("compose.textfile.yml"));
        Assert.Equal("none true [ALL]", project.InspectExporter(
            "{{with .HostConfig}}{{.NetworkMode}} {{.ReadonlyRootfs}} {{.CapDrop}}{{end}}"));
        string page = "";
        Wait.Until(
            () => InterfacesOf(page = Ask(project)).SequenceEqual(
                HostTable.InterfacesOf(HostTable.Read()).Order(StringComparer.Ordinal)),
            Seconds,
            "the host's interfaces at node_exporter");
        Assert.Contains("\nnetdev_source_info{namespace=\"host\",path=\"/host/proc/1/net/dev\"} 1\n", page);
        Assert.Contains("\nnode_scrape_collector_success{collector=\"textfile\"} 1\n", page);
        Assert.Contains("\nnode_textfile_scrape_error 0\n", page);
        Assert.Contains("\nnode_textfile_mtime_seconds{file=\"/textfile/netdev.prom\"}", page);
        Assert.Single(page.Split('\n'), line => line.StartsWith("process_start_time_seconds ")); // node_exporter's
        string[] complaints = ["error gathering", "failed to collect textfile", "failed to read textfile"];
        Assert.DoesNotContain(complaints, project.LogOf("node-exporter").Contains);
        Assert.Equal((0, "ready\n"), (project.CheckHealth().ExitCode, project.CheckHealth().Output));
        Assert.DoesNotContain(" level=warn ", project.ExporterLog());

        project.Stop("netdev-exporter");
        Assert.DoesNotContain(Receive, Ask(project));
    }

    private static string Ask(ComposeProject project)
    {
        string template = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
        return Tool.Run("curl", ["--silent", "--show-error", "--fail", "--max-time", "5",
            $"http://{project.Inspect("node-exporter", template)}:9100/metrics"]).Output;
    }

    private static string[] InterfacesOf(string page) =>
    [
        .. Regex.Matches(page, $"^{Receive}{{interface=\"(.*)\"}}", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value)
            .Order(StringComparer.Ordinal),
    ];
}
