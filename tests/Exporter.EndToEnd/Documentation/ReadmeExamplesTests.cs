using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace NetdevExporter.EndToEnd.Documentation;

/// <summary>What README gives people to copy is read by the programs that it is for.</summary>
public sealed class ReadmeExamplesTests : IDisposable
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Machine.Repository, "README.md"));
    private static readonly string Promtool = Path.Combine(Machine.Tools, "promtool");

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Prometheus_takes_every_query()
    {
        Machine.Require(File.Exists(Promtool), "promtool");
        string[] queries = [.. Block("promql").Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'))];
        string rules = string.Concat(
            queries.Select((query, i) => $"      - record: readme:{i}\n        expr: '{query}'\n"));
        string file = folder.Write("rules.yml", "groups:\n  - name: readme\n    rules:\n" + rules);
        CommandResult result = Command.Run(Promtool, ["check", "rules", file]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains($"SUCCESS: {queries.Length} rules found", result.Output);
    }

    [Fact]
    public void Prometheus_takes_the_scrape_configuration()
    {
        Machine.Require(File.Exists(Promtool), "promtool");
        string file = folder.Write("prometheus.yml", Block("yaml", "scrape_configs"));
        CommandResult result = Command.Run(Promtool, ["check", "config", file]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    [Fact]
    public void Systemd_takes_the_unit()
    {
        Machine.Require(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze");
        string unit = Block("ini").Replace("/usr/local/bin/netdev-exporter", Machine.Executable);
        Assert.Contains($"ExecStart={Machine.Executable}", unit);
        string file = folder.Write("netdev-exporter.service", unit);
        CommandResult result = Command.Run("systemd-analyze", ["verify", file]);
        Assert.True(result.ExitCode == 0 && result.Error.Length == 0, result.Output + result.Error);
    }

    /// <summary>
    /// As far as this can be seen without a cluster: it is YAML, and mounts, hardens and probes as it should.
    /// </summary>
    [Theory]
    [InlineData("d['kind'], s.get('hostNetwork')", "('DaemonSet', None)")]
    [InlineData("d['spec']['selector']['matchLabels']", "{'app': 'netdev-exporter'}")]
    [InlineData("d['spec']['template']['metadata']['labels']", "{'app': 'netdev-exporter'}")]
    [InlineData("s['volumes'][0]['hostPath']", "{'path': '/proc/1/net/dev', 'type': 'File'}")]
    [InlineData("m['mountPath'], m['readOnly']", "('/host/proc/1/net/dev', True)")]
    [InlineData("m['name'] == s['volumes'][0]['name']", "True")]
    [InlineData("c['securityContext']['capabilities']", "{'drop': ['ALL']}")]
    [InlineData("c['securityContext']['readOnlyRootFilesystem'], s['securityContext']['runAsUser']", "(True, 65534)")]
    [InlineData("c['livenessProbe']['httpGet']['path'], c['ports'][0]['containerPort']", "('/-/healthy', 8080)")]
    [InlineData("c['readinessProbe']['httpGet']['path']", "/-/ready")]
    [InlineData("c['livenessProbe']['httpGet']['port'] == c['ports'][0]['name']", "True")]
    public void The_DaemonSet_says_what_it_should(string expression, string expected)
    {
        CommandResult module = Command.Run("/usr/bin/python3", ["-c", "import yaml"]);
        Machine.Require(module.ExitCode == 0, "python3-yaml");
        string program = "import sys, yaml; d = yaml.safe_load(sys.stdin); s = d['spec']['template']['spec'];"
            + $"c = s['containers'][0]; m = c['volumeMounts'][0]; print(({expression}))";
        CommandResult result = Command.Run("/usr/bin/python3", ["-c", program], input: Block("yaml", "DaemonSet"));
        Assert.Equal(expected, result.Output.TrimEnd('\n') + result.Error);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>The text of the first fenced block of a language that holds a word.</summary>
    private static string Block(string language, string word = "") =>
        Regex.Matches(Readme, $"```{language}\n(.*?)```", RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value)
            .First(text => text.Contains(word, StringComparison.Ordinal));
}
