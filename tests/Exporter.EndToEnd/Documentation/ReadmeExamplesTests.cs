using System;
using System.IO;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Documentation;

/// <summary>What README gives people to copy is read by the programs that it is for.</summary>
public sealed class ReadmeExamplesTests : IDisposable
{
    private static readonly string Promtool = Path.Combine(Machine.Tools, "promtool");

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Prometheus_takes_every_query()
    {
        Machine.Require(File.Exists(Promtool), "promtool");
        string[] queries = [.. ReadmeBlocks.Find("promql").Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'))];
        string rules = string.Concat(
            queries.Select((query, i) => $"      - record: readme:{i}\n        expr: '{query}'\n"));
        string file = folder.Write("rules.yml", "groups:\n  - name: readme\n    rules:\n" + rules);
        ToolResult result = Tool.Run(Promtool, ["check", "rules", file]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains($"SUCCESS: {queries.Length} rules found", result.Output);
    }

    [Theory]
    [InlineData("    static_configs:\n")]
    [InlineData("    dns_sd_configs:\n")]
    public void Prometheus_takes_the_scrape_configuration(string words)
    {
        Machine.Require(File.Exists(Promtool), "promtool");
        string start = "scrape_configs:\n  - job_name: netdev\n";
        string file = folder.Write("prometheus.yml", ReadmeBlocks.Find("yaml", start + words));
        ToolResult result = Tool.Run(Promtool, ["check", "config", file]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    [Fact]
    public void Systemd_takes_the_unit()
    {
        Machine.Require(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze");
        string unit = File.ReadAllText(Path.Combine(Machine.Repository, "src/Deploy/netdev-exporter.service")).Replace("/usr/local/bin/netdev-exporter", Machine.Executable);
        Assert.Contains($"ExecStart={Machine.Executable}", unit);
        string file = folder.Write("netdev-exporter.service", unit);
        ToolResult result = Tool.Run("systemd-analyze", ["verify", file]);
        Assert.True(result.ExitCode == 0 && result.Error.Length == 0, result.Output + result.Error);
    }

    public void Dispose() => folder.Dispose();
}
