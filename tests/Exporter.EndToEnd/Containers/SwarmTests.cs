using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using NetdevExporter.EndToEnd.Documentation;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>
/// stack.yml as it is, on a swarm of two engines, each as on a host of its own, with an overlay network
/// between them.
/// </summary>
[Collection(SharedEngine.Name)]
public sealed class SwarmTests : IDisposable
{
    private const string Image = "netdev-exporter";
    private const string Address = "198.51.100.1";
    private const int Seconds = 90;

    private readonly PrivateNetwork firstNetwork = new();
    private readonly PrivateNetwork secondNetwork = new();

    [Fact]
    public void One_runs_on_every_node_and_Prometheus_finds_all_by_one_name_and_has_the_interfaces_of_each()
    {
        DockerEngine.SkipUnderEmulation();
        Machine.RequireRoot();
        Machine.Require(DockerEngine.Daemon is not null, "dockerd");
        firstNetwork.Join(secondNetwork, Address + "/24", "198.51.100.2/24");
        secondNetwork.AddPairs(("onlyhere0", "onlyhere1"));
        using PrivateEngine first = PrivateEngine.OnHost(firstNetwork);
        using PrivateEngine second = PrivateEngine.OnHost(secondNetwork);
        first.Succeed("swarm", "init", "--advertise-addr", Address);
        second.Succeed("swarm", "join", "--token", first.Succeed("swarm", "join-token", "--quiet", "worker"), Address);
        first.ImportExecutable(Image);
        second.ImportExecutable(Image);
        string prometheus = StandInImages.ImportPrometheus(first);
        Assert.Contains($"image: {prometheus}\n", DeployFiles.Read("stack.yml"));
        first.Succeed("stack", "deploy", "-c", DeployFiles.PathOf("stack.yml"), "monitoring");
        try
        {
            Wait.Until(() => Query("up{job=\"netdev\"} == 1").Count == 2, Seconds, "both exporters to be up");
            AssertIsHardened(first);
            AssertIsHardened(second);
            string instance = Query("netdev_receive_bytes_total{interface=\"onlyhere0\"}").Single()["instance"];
            WaitForInterfaces($"instance!=\"{instance}\"", firstNetwork);
            WaitForInterfaces($"instance=\"{instance}\"", secondNetwork);
        }
        finally
        {
            first.Try("stack", "rm", "monitoring");
        }

        Wait.Until(() => second.Succeed("ps", "--quiet").Length == 0, Seconds, "the containers' end");
    }

    [Fact]
    public void The_exporter_of_compose_yml_is_deployed_as_the_stacks()
    {
        string compose = File.ReadAllText(Path.Combine(Machine.Repository, "compose.yml"));
        string[] lines =
        [
            .. DeployFiles.Read("stack.yml").Split("  prometheus:\n")[0].Split('\n')
                .SkipWhile(line => line != "    deploy:").TakeWhile(line => line.StartsWith("    ")),
        ];
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.Contains(line + "\n", compose));
    }

    public void Dispose()
    {
        firstNetwork.Dispose();
        secondNetwork.Dispose();
    }

    private static IEnumerable<string> NamesIn(PrivateNetwork network) =>
        Regex.Matches(network.ReadTable(), "^ *([^ :]+):", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value);

    /// <summary>Interfaces come and go on a node as containers do.</summary>
    private void WaitForInterfaces(string instances, PrivateNetwork network) => Wait.Until(
        () => Query($"netdev_receive_bytes_total{{{instances}}}").Select(x => x["interface"]).Order()
            .SequenceEqual(NamesIn(network).Order()),
        Seconds,
        $"Prometheus to have the interfaces of {instances}");

    /// <summary>A stack has other words for the walls than compose.yml, and leaves out what it does not know.</summary>
    private static void AssertIsHardened(PrivateEngine engine)
    {
        string id = engine.Succeed("ps", "--quiet", "--filter", "ancestor=" + Image);
        string template = "{{with .HostConfig}}{{.ReadonlyRootfs}} {{.CapDrop}} {{.PidsLimit}} {{.Memory}}{{end}}";
        Assert.Equal("true [ALL] 32 33554432", engine.Succeed("inspect", "--format", template, id));
    }

    /// <summary>The labels of the samples that Prometheus has now; none where it does not answer yet.</summary>
    private List<Dictionary<string, string>> Query(string query)
    {
        ToolResult answer = Tool.Run("nsenter", ["--net=" + firstNetwork.FullName, "curl", "--silent", "--fail",
            "--max-time", "5", "--get", "--data-urlencode", "query=" + query, "http://127.0.0.1:9090/api/v1/query"]);
        if (answer.ExitCode != 0)
        {
            return [];
        }

        using JsonDocument document = JsonDocument.Parse(answer.Output);
        return
        [
            .. document.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(
                sample => sample.GetProperty("metric").Deserialize<Dictionary<string, string>>()!),
        ];
    }
}
