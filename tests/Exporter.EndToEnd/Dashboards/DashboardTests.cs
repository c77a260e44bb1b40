using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Dashboards;

/// <summary>What each panel of dashboard.json asks, of a real Prometheus that scrapes the real exporter.</summary>
[Collection(ScrapedHostSharing.Name)]
public sealed class DashboardTests(ScrapedHost shared)
{
    private readonly ScrapedHost host = shared.Require();

    /// <summary>Who shows which scheme, with sysfs.</summary>
    public static TheoryData<string> Exporters => [ScrapedHost.Netdev, ScrapedHost.Node];

    /// <summary>The same without sysfs.</summary>
    public static TheoryData<string> WithoutSysfs => [ScrapedHost.NetdevWithoutSysfs, ScrapedHost.NodeWithoutSysfs];

    [Fact]
    public void Every_expression_returns_series_with_everything_selected() => Assert.Empty(FindEmpty());

    [Theory]
    [MemberData(nameof(Exporters))]
    public void Every_expression_returns_series_of_each_scheme(string instance) =>
        Assert.Empty(FindEmpty(("instance", instance)));

    [Theory]
    [MemberData(nameof(WithoutSysfs))]
    public void Without_sysfs_those_return_series_whose_panel_does_not_say_that_it_needs_it(string instance)
    {
        string[] empty = [.. FindEmpty(("instance", instance))];
        Assert.Equal(
            Dashboard.Expressions.Where(row => row.NeedsSysfs || IsSysfsColumn(row.Panel)).Select(row => row.Panel),
            empty);
    }

    [Theory]
    [MemberData(nameof(Exporters))]
    public void A_kind_selects_its_interfaces_alone(string instance)
    {
        foreach (string title in new[] { "Traffic A", "Top talkers A", "Utilisation B", "Interfaces C" })
        {
            string[] shown = [.. Ask(title, ("instance", instance), ("kind", "physical")).Select(NameIn)];
            Assert.Equal((title, ScrapedHost.Card), (title, string.Join(' ', shown)));
        }
    }

    [Theory]
    [MemberData(nameof(Exporters))]
    public void The_interfaces_that_can_be_selected_are_those_of_the_kind(string instance)
    {
        Assert.Equal("bond0 lo node0", ValuesOf("interface", ("instance", instance)));
        Assert.Equal("node0", ValuesOf("interface", ("instance", instance), ("kind", "physical")));
        Assert.Equal("bond loopback physical", ValuesOf("kind", ("instance", instance)));
    }

    [Theory]
    [MemberData(nameof(WithoutSysfs))]
    public void Without_sysfs_there_is_no_kind_and_every_interface_can_be_selected(string instance)
    {
        Assert.Equal("lo node0", ValuesOf("interface", ("instance", instance)));
        Assert.Equal("", ValuesOf("kind", ("instance", instance)));
        Assert.Equal(
            [ScrapedHost.Card],
            Ask("Traffic A", ("instance", instance), ("interface", ScrapedHost.Card)).Select(NameIn));
    }

    [Fact]
    public void All_exporters_and_jobs_can_be_selected()
    {
        string[] all =
        [
            ScrapedHost.Netdev, ScrapedHost.NetdevWithoutSysfs, ScrapedHost.Node, ScrapedHost.NodeWithoutSysfs,
        ];
        Assert.Equal("netdev node-exporter", ValuesOf("job"));
        Assert.Equal(string.Join(' ', all), ValuesOf("instance"));
        Assert.Equal(string.Join(' ', all[..2]), ValuesOf("instance", ("job", "netdev")));
    }

    [Theory]
    [MemberData(nameof(Exporters))]
    public void The_figures_at_the_top_are_the_hosts(string instance)
    {
        double? ValueOf(string title) => host.Prometheus.TryQuery(
            Dashboard.Substitute(ExpressionOf(title + " A"), host.Prometheus, ("instance", instance)));
        Assert.True(ValueOf("Received") > 0);
        Assert.True(ValueOf("Transmitted") > 0);
        Assert.InRange(ValueOf("Fullest link") ?? 0, double.Epsilon, 0.01);
        Assert.Equal(1, ValueOf("Links down"));
        Assert.Equal(0, ValueOf("Errors and drops"));
        Assert.Equal(0, ValueOf("Exporters down"));
    }

    /// <summary>Of the table of interfaces, the columns that are not traffic.</summary>
    private static bool IsSysfsColumn(string panel) => panel is "Interfaces C" or "Interfaces D" or "Interfaces E";

    private static string ExpressionOf(string panel) =>
        Dashboard.Expressions.Single(row => row.Panel == panel).Expression;

    private static string NameIn(IReadOnlyDictionary<string, string> labels) =>
        labels.GetValueOrDefault("interface") ?? labels["device"];

    private IEnumerable<string> FindEmpty(params (string Name, string? Value)[] selected) =>
        Dashboard.Expressions.Select(row => row.Panel).Where(panel => Ask(panel, selected).Count == 0);

    private IReadOnlyList<IReadOnlyDictionary<string, string>> Ask(
        string panel, params (string Name, string? Value)[] selected) =>
        host.Prometheus.Query(Dashboard.Substitute(ExpressionOf(panel), host.Prometheus, selected));

    private string ValuesOf(string variable, params (string Name, string? Value)[] selected) => string.Join(
        ' ', Dashboard.Variables.Single(x => x.Name == variable).FindValues(
            query => Dashboard.Substitute(query, host.Prometheus, selected), host.Prometheus));
}
