using System.IO;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>Prometheus's own linter has nothing to say about the pages of a live exporter.</summary>
public sealed class PromtoolTests
{
    public static TheoryData<string, string> FixturesAndSchemes => [.. NetDevText.Fixtures.Keys.SelectMany(
        fixture => NameScheme.All.Select(scheme => new TheoryDataRow<string, string>(fixture, scheme.Flag)))];

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
    [MemberData(nameof(FixturesAndSchemes))]
    public void A_page_of_everything_that_one_fears_passes(string fixture, string scheme)
    {
        using TemporaryFolder folder = new();
        string dev = folder.Write("dev", NetDevText.Fixtures[fixture]);
        AssertPasses(Command.Succeed(Machine.Executable, ["--once", "--metrics.names", scheme, "--path.netdev", dev]));
    }

    private static void AssertPasses(string page)
    {
        string promtool = Path.Combine(Machine.Tools, "promtool");
        Machine.Require(File.Exists(promtool), "promtool; tests/Exporter.EndToEnd/prepare.sh fetches it");
        CommandResult result = Command.Run(promtool, ["check", "metrics"], input: page);
        Assert.Equal("", result.Output + result.Error);
        Assert.Equal(0, result.ExitCode);
    }
}
