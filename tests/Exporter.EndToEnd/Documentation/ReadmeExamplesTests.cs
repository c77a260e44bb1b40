using System;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Documentation;

/// <summary>The queries that README shows are queries.</summary>
public sealed class ReadmeExamplesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Releases => PrometheusRelease.All;

    [Theory]
    [MemberData(nameof(Releases))]
    public void Prometheus_takes_every_query(string release)
    {
        string promtool = PrometheusRelease.Program("promtool", release);
        string[] queries =
        [
            .. ReadmeBlocks.Find("promql").Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')),
        ];
        string rules = string.Concat(
            queries.Select((query, i) => $"      - record: readme:{i}\n        expr: '{query}'\n"));
        string file = folder.Write("rules.yml", "groups:\n  - name: readme\n    rules:\n" + rules);
        ToolResult result = Tool.Run(promtool, ["check", "rules", file]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains($"SUCCESS: {queries.Length} rules found", result.Output);
    }

    public void Dispose() => folder.Dispose();
}
