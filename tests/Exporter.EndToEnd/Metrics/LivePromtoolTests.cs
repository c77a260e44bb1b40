using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>Prometheus's own linter has nothing to say about the pages of a live exporter.</summary>
public sealed class LivePromtoolTests
{
    public static TheoryData<string> Fixtures => new(NetDevFixtures.Shown);

    [Theory]
    [InlineData("netdev")]
    [InlineData("node")]
    [InlineData("article")]
    public void A_live_page_of_this_machine_passes(string scheme)
    {
        using Instance exporter = Instance.Start(
            "--path.procfs=/proc", "--source.allow-own", "--metrics.names", scheme);
        AssertPasses(exporter.Get("/metrics").Text);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void The_page_of_a_usual_or_hostile_table_passes(string fixture)
    {
        using TemporaryFolder folder = new();
        string dev = folder.Write("dev", NetDevFixtures.All[fixture]);
        AssertPasses(Tool.Succeed(Machine.Executable, ["--once", "--path.netdev", dev]));
    }

    private static void AssertPasses(string page)
    {
        foreach (string release in PrometheusRelease.All)
        {
            string promtool = PrometheusRelease.Program("promtool", release);
            ToolResult result = Tool.Run(promtool, ["check", "metrics"], input: page);
            Assert.Equal((release, "", 0), (release, result.Output + result.Error, result.ExitCode));
        }
    }
}
