using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Dashboards;

/// <summary>
/// With <c>--metrics.names=node</c>, the dashboards, rules and alerts that people have for node_exporter find series.
/// </summary>
[Collection(ScrapedHostSharing.Name)]
public sealed class KnownExpressionTests(ScrapedHost shared)
{
    private readonly ScrapedHost host = shared.Require();

    [Fact]
    public void Every_expression_returns_series_but_those_of_metrics_that_are_not_there() => Assert.Empty(
        from row in KnownExpressions.All
        where !IsException(row.Expression) && Ask(row.Expression).Count == 0
        select $"{row.Of}: {row.Expression}");

    [Fact]
    public void The_exceptions_are_those_that_return_none()
    {
        Assert.All(KnownExpressions.Exceptions.Keys, metric => Assert.Contains(
            KnownExpressions.All, row => row.Expression.Contains(metric)));
        Assert.DoesNotContain(
            KnownExpressions.All, row => IsException(row.Expression) && Ask(row.Expression).Count > 0);
    }

    [Fact]
    public void Every_variable_has_values() => Assert.Empty(
        from row in KnownExpressions.Variables
        where host.Prometheus.LabelValues(row.Label, Substitute(row.Selector)).Count == 0
        select $"{row.Of}: {row.Label} of {row.Selector}");

    /// <summary>A panel that shows a host's name or a network card shows this one's.</summary>
    [Fact]
    public void The_variables_lead_to_the_host_and_its_network_card()
    {
        Assert.Equal(["the-host"], host.Prometheus.LabelValues("nodename", "node_uname_info"));
        Assert.Equal(
            [ScrapedHost.Node, ScrapedHost.NodeWithoutSysfs],
            host.Prometheus.LabelValues("instance", """node_uname_info{nodename="the-host"}"""));
        (_, string label, string selector) = KnownExpressions.Variables[^1];
        Assert.Equal(["bond0", ScrapedHost.Card], host.Prometheus.LabelValues(label, Substitute(selector)));
    }

    private static bool IsException(string expression) => KnownExpressions.Exceptions.Keys.Any(expression.Contains);

    private static string Substitute(string text) =>
        text.Replace("$s", $"job=\"node-exporter\",instance=\"{ScrapedHost.Node}\"").Replace("$w", "10s");

    private IReadOnlyList<IReadOnlyDictionary<string, string>> Ask(string expression) =>
        host.Prometheus.Query(Substitute(expression));
}
