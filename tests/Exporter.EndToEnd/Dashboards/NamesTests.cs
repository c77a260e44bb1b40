using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using NetdevExporter.EndToEnd.Documentation;
using Xunit;

namespace NetdevExporter.EndToEnd.Dashboards;

/// <summary>The metrics that the dashboard and the rules name are on the exporter's pages.</summary>
[Collection(ScrapedHostSharing.Name)]
public sealed partial class NamesTests(ScrapedHost shared)
{
    private readonly ScrapedHost host = shared.Require();

    /// <summary>node_exporter's, for the age of the text file.</summary>
    private static readonly string[] Foreign = ["node_textfile_mtime_seconds"];

    private static IEnumerable<string> Expressions => Dashboard.Expressions.Select(row => row.Expression);

    [Fact]
    public void The_dashboards_are() =>
        AssertAreThere([Dashboard.Root.GetProperty("templating").GetRawText(), .. Expressions]);

    [Fact]
    public void The_rules_are() => AssertAreThere(
        DeployFiles.Read("alerts.yml").Split('\n').Where(line => !line.TrimStart().StartsWith('#'))
            .Where(line => !line.Contains(": \"") && !line.Contains("name:")));

    private void AssertAreThere(IEnumerable<string> texts)
    {
        string[] named = [.. texts.SelectMany(text => Name().Matches(text)).Select(match => match.Value).Distinct()];
        Assert.Contains("netdev_receive_bytes_total", named);
        Assert.Contains("node_network_receive_bytes_total", named);
        Assert.Empty(named.Except(host.FamilyNames).Except(Foreign));
    }

    [GeneratedRegex(@"\b(?:netdev|node)_[a-z_]+")]
    private static partial Regex Name();
}
