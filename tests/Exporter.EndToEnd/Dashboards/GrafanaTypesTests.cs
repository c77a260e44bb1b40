using System;
using System.IO;
using NetdevExporter.EndToEnd.Documentation;
using Xunit;

namespace NetdevExporter.EndToEnd.Dashboards;

/// <summary>dashboard.json against the types that Grafana publishes, of the release that compose.yml names.</summary>
public sealed class GrafanaTypesTests : IDisposable
{
    private static readonly string Folder = Path.Combine(
        Machine.Repository, "tests", "Exporter.EndToEnd", "Dashboards", "GrafanaTypes");

    private static readonly string Packages = Path.Combine(Machine.Tools, "grafana-types");

    private readonly TemporaryFolder folder = new();

    public GrafanaTypesTests() => Machine.SkipUnderEmulation("the executable has no part in it");

    [Fact]
    public void The_dashboard_has_every_key_that_Grafana_requires_and_none_that_it_does_not_know()
    {
        ToolResult result = Check(DeployFiles.PathOf("dashboard.json"));
        Assert.Equal(("", "", 0), (result.Output, result.Error, result.ExitCode));
    }

    [Fact]
    public void A_mistake_in_it_would_be_noticed()
    {
        (string Right, string Wrong, string Said)[] mistakes =
        [
            ("\"schemaVersion\": 42", "\"schemaVersion\": \"42\"", "/schemaVersion: must be number"),
            ("\"graphTooltip\": 1", "\"graphTooltip\": 7", "/graphTooltip: must be equal to one of"),
            ("\"weekStart\"", "\"weekBegin\"", "NOT have additional properties {\"additionalProperty\":\"weekBegin\"}"),
            ("\"reduceOptions\"", "\"reduceOption\"", "options: must have required property 'reduceOptions'"),
            ("\"drawStyle\": \"line\"", "\"drawStyle\": \"lines\"", "custom/drawStyle: must be equal to one of"),
            ("\"type\": \"stat\"", "\"type\": \"singlestat\"", "no types for a panel of type singlestat"),
        ];
        string text = DeployFiles.Read("dashboard.json");
        foreach ((string right, string wrong, string _) in mistakes)
        {
            Assert.Contains(right, text);
            text = text.Replace(right, wrong);
        }

        ToolResult result = Check(folder.Write("dashboard.json", text));
        Assert.Equal(1, result.ExitCode);
        Assert.All(mistakes, mistake => Assert.Contains(mistake.Said, result.Output));
    }

    public void Dispose() => folder.Dispose();

    private static ToolResult Check(string file)
    {
        bool isThere = Directory.Exists(Path.Combine(Packages, "node_modules"));
        Machine.Require(isThere, "npm (tests/Exporter.EndToEnd/prepare.sh)");
        return Tool.Run("node", [Path.Combine(Folder, "check.mjs"), Packages, file], seconds: 120);
    }
}
