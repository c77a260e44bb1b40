using System;
using System.Linq;
using System.Text.RegularExpressions;
using NetdevExporter.EndToEnd.Documentation;
using Xunit;

namespace NetdevExporter.EndToEnd.Dashboards;

/// <summary>Prometheus's own runner of tests, on alerts.yml and on what must make alerts.test.yml fail.</summary>
public sealed partial class AlertTests : IDisposable
{
    private const string TestFile = "tests/Exporter.EndToEnd/Dashboards/alerts.test.yml";

    private static readonly string Rules = DeployFiles.Read("alerts.yml");

    private readonly TemporaryFolder folder = new();

    public AlertTests() => Machine.SkipUnderEmulation("the executable has no part in it");

    public static TheoryData<string> Releases => PrometheusRelease.All;

    public static TheoryData<string> Alerts => new(AlertLine().Matches(Rules).Select(match => match.Groups[1].Value));

    /// <summary>The lines that keep an alert from firing, by their number: each begins with <c>and on</c>.</summary>
    public static TheoryData<int> Conditions =>
        new(Rules.Split('\n').Index()
            .Where(line => line.Item.TrimStart().StartsWith("and on")).Select(line => line.Index));

    [Theory]
    [MemberData(nameof(Releases))]
    public void Each_fires_where_it_should_in_both_schemes_and_nowhere_else(string release)
    {
        ToolResult result = Test(release, Rules);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("SUCCESS", result.Output);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void If_it_never_fired_it_would_be_noticed(string alert)
    {
        string rules = Regex.Replace(Rules, $"(alert: {alert}\n        expr: )", "$1vector(1) > 1 #");
        AssertFails(Regex.Replace(rules, "#>-(\n {10,}.*)+", ""), alert);
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void If_it_fired_without_its_condition_it_would_be_noticed(int line)
    {
        string[] lines = Rules.Split('\n');
        AssertFails(string.Join('\n', lines.Where((_, i) => i != line)), lines[line]);
    }

    /// <summary>What the alert says is what a reader sees first, and what to do.</summary>
    [Fact]
    public void Each_has_a_severity_a_summary_and_what_to_do()
    {
        string[] rules = [.. Rules.Split("- alert: ").Skip(1)];
        Assert.Equal(Alerts.Count, rules.Length);
        Assert.All(rules, rule =>
        {
            Assert.Matches("labels: {severity: (critical|warning|info)}", rule);
            Assert.Contains(" summary: ", rule);
            Assert.Contains(" description: ", rule);
        });
    }

    public void Dispose() => folder.Dispose();

    private void AssertFails(string rules, string what)
    {
        Assert.NotEqual(Rules, rules);
        string promtool = PrometheusRelease.Program("promtool", PrometheusRelease.Third);
        ToolResult check = Tool.Run(promtool, ["check", "rules", folder.Write("rules.yml", rules)]);
        Assert.True(check.ExitCode == 0, check.Output + check.Error);
        ToolResult result = Test(PrometheusRelease.Third, rules);
        Assert.True(result.ExitCode == 1 && result.Error.Contains("FAILED"), $"{what}: {result.Error}");
    }

    private ToolResult Test(string release, string rules)
    {
        string tests = System.IO.File.ReadAllText(System.IO.Path.Combine(Machine.Repository, TestFile));
        string file = folder.Write("test.yml", tests.Replace("../../../src/Deploy/alerts.yml", "alerts.yml"));
        folder.Write("alerts.yml", rules);
        return Tool.Run(PrometheusRelease.Program("promtool", release), ["test", "rules", file]);
    }

    [GeneratedRegex("- alert: (.+)")]
    private static partial Regex AlertLine();
}
