using System.IO;
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
        string promtool = Path.Combine(Machine.Tools, "promtool");
        Machine.Require(File.Exists(promtool), "promtool; tests/Exporter.EndToEnd/prepare.sh fetches it");
        ToolResult result = Tool.Run(promtool, ["check", "metrics"], input: page);
        Assert.Equal("", result.Output + result.Error);
        Assert.Equal(0, result.ExitCode);
    }
}
