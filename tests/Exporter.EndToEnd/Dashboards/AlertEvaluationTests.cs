using System.Linq;
using System.Text.Json;
using NetdevExporter.EndToEnd.Documentation;
using Xunit;

namespace NetdevExporter.EndToEnd.Dashboards;

/// <summary>The rules on the pages of real exporters, of both schemes at once.</summary>
[Collection(ScrapedHostSharing.Name)]
public sealed class AlertEvaluationTests(ScrapedHost shared)
{
    private readonly ScrapedHost host = shared.Require();

    /// <summary>
    /// Labels that match twice are an error that only series can show. What fires is that the exporters read a network
    /// namespace of the test's own, which is not the host's.
    /// </summary>
    [Fact]
    public void Each_can_be_evaluated_and_nothing_fires_that_is_not_so()
    {
        JsonElement groups = Yaml.Parse(DeployFiles.Read("alerts.yml")).GetProperty("groups");
        string[] firing =
        [
            .. from JsonElement @group in groups.EnumerateArray()
               from JsonElement rule in @group.GetProperty("rules").EnumerateArray()
               let count = host.Prometheus.Query(Dashboard.TextOf(rule, "expr")).Count
               where count > 0
               select $"{Dashboard.TextOf(rule, "alert")} {count}",
        ];
        Assert.Equal(["NetdevExporterNotTheHost 4"], firing);
    }
}
