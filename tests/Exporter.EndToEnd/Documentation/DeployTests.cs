using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace NetdevExporter.EndToEnd.Documentation;

/// <summary>The files that people copy are taken, as they are, by the programs that they are for.</summary>
public sealed class DeployTests : IDisposable
{
    /// <summary>What systemd-analyze says of the unit today, times ten: 0 is best.</summary>
    private const int ExposureMax = 12;

    private readonly TemporaryFolder folder = new();

    public DeployTests() => Machine.SkipUnderEmulation("the executable has no part in it");

    public static TheoryData<string> Releases => PrometheusRelease.All;

    [Theory]
    [MemberData(nameof(Releases))]
    public void Prometheus_takes_the_scrape_configurations(string release)
    {
        string promtool = PrometheusRelease.Program("promtool", release);
        string[] names =
        [
            "prometheus.yml", "prometheus.node.yml", "stack.prometheus.yml", "kubernetes.prometheus.yml",
        ];
        foreach (string name in names)
        {
            ToolResult result = Tool.Run(promtool, ["check", "config", DeployFiles.PathOf(name)]);
            Assert.True(result.ExitCode == 0, result.Output + result.Error);
        }
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Prometheus_takes_the_alerts(string release)
    {
        ToolResult result = Tool.Run(
            PrometheusRelease.Program("promtool", release), ["check", "rules", DeployFiles.PathOf("alerts.yml")]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("SUCCESS: 13 rules found", result.Output);
    }

    [Fact]
    public void Systemd_takes_the_unit()
    {
        ToolResult result = Analyze("verify", WriteUnit());
        Assert.True(result.ExitCode == 0 && result.Error.Length == 0, result.Output + result.Error);
    }

    [Fact]
    public void The_unit_is_as_tight_as_it_was()
    {
        ToolResult result = Analyze("security", "--offline=true", $"--threshold={ExposureMax}", WriteUnit());
        TestContext.Current.SendDiagnosticMessage(result.Output.Split('\n').SkipLast(1).Last());
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    [Fact]
    public void The_unit_lets_through_the_calls_that_every_run_makes()
    {
        string[] filters =
        [
            .. Regex
                .Matches(DeployFiles.Read("netdev-exporter.service"), "^SystemCallFilter=(.+)$", RegexOptions.Multiline)
                .Select(match => match.Groups[1].Value),
        ];
        Assert.Equal(2, filters.Length);
        HashSet<string> calls = CallsOf(filters[0]);
        calls.ExceptWith(filters[1].TrimStart('~').Split(' ').SelectMany(CallsOf));
        calls.UnionWith(CallsOf("@default"));
        Assert.Empty(new SeccompProfile().Always.Except(calls));
        Assert.DoesNotContain("chown", calls);
    }

    [Theory]
    [InlineData(null, "9090")]
    [InlineData("9091", "9091")]
    public void The_port_of_Prometheus_can_be_another(string? given, string port)
    {
        Dictionary<string, string?> environment = new() { ["PROMETHEUS_PORT"] = given };
        string[] lines = ComposeConfig(environment, Path.Combine(Machine.Repository, "compose.yml"));
        Assert.Contains($"published: \"{port}\"", lines);
        Assert.Contains("host_ip: 127.0.0.1", lines);
    }

    [Fact]
    public void A_compose_yml_of_ones_own_can_extend_the_exporters_service_as_README_says()
    {
        string block = ReadmeBlocks.Find("yaml", "extends:");
        Assert.Contains("PATH/src/Deploy", block);
        Assert.Contains("[NAME]", block);
        string file = folder.Write(
            "compose.yml",
            block.Replace("PATH", Machine.Repository).Replace("NAME", "monitoring") + "networks: {monitoring: }\n");
        string[] lines = ComposeConfig([], file);
        string[] expected =
        [
            "read_only: true", "- ALL", "- no-new-privileges:true", "pids_limit: 32", "mem_limit: \"33554432\"",
            "source: /proc/1/net/dev", "target: /host/proc/1/net/dev", "context: " + Machine.Repository,
            "restart: always", "monitoring: null",
        ];
        Assert.Empty(expected.Except(lines));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>What compose makes of a file, its lines without their indentation.</summary>
    private static string[] ComposeConfig(Dictionary<string, string?> environment, string file)
    {
        string plugin = Path.Combine(Machine.Tools, "docker/cli-plugins/docker-compose");
        Machine.Require(File.Exists(plugin) && File.Exists("/usr/bin/docker"), "docker compose");
        environment["DOCKER_CONFIG"] = Path.Combine(Machine.Tools, "docker");
        ToolResult result = Tool.Run("docker", ["compose", "--file", file, "config"], environment: environment);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return [.. result.Output.Split('\n').Select(line => line.Trim())];
    }

    private static ToolResult Analyze(params string[] arguments)
    {
        Machine.Require(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze");
        return Tool.Run("systemd-analyze", arguments);
    }

    /// <summary>The calls of a group, with those of the groups in it.</summary>
    private static HashSet<string> CallsOf(string group)
    {
        HashSet<string> calls = [];
        string[] names =
        [
            .. Analyze("syscall-filter", group).Output.Split('\n').Skip(1).Select(line => line.Trim())
                .Where(line => line.Length > 0 && line[0] != '#'),
        ];
        Assert.NotEmpty(names);
        foreach (string name in names)
        {
            calls.UnionWith(name[0] == '@' ? CallsOf(name) : [name]);
        }

        return calls;
    }

    /// <summary>The unit with the executable of this build, since systemd asks whether it is there.</summary>
    private string WriteUnit()
    {
        string unit = DeployFiles.Read("netdev-exporter.service")
            .Replace("/usr/local/bin/netdev-exporter", Machine.Executable);
        Assert.Contains($"ExecStart={Machine.Executable}\n", unit);
        return folder.Write("netdev-exporter.service", unit);
    }
}
