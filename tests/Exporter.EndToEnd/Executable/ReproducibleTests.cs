using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>Whoever has the sources and the same tools can make the very executable again.</summary>
[Collection(Builds.Name)]
public sealed class ReproducibleTests
{
    private const int BuildSeconds = 900;

    [Fact]
    public void Two_clean_builds_in_two_places_with_locked_packages_give_the_same_bytes()
    {
        Machine.SkipUnderEmulation("builds for this machine's architecture");
        ToolResult result = Tool.Run(
            "nice", ["-n", Builds.Niceness, Machine.Repository + "/build.sh", "reproduce"], BuildSeconds);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        string[][] hashes =
        [
            .. result.Output.Split('\n').Where(line => line.Contains("/out/netdev-exporter-"))
                .Select(line => line.Split("  ")),
        ];
        Assert.Equal(2, hashes.Length);
        Assert.NotEqual(hashes[0][1], hashes[1][1]);
        Assert.Equal(hashes[0][0], hashes[1][0]);
        Assert.Equal(64, hashes[0][0].Count(char.IsAsciiHexDigitLower));
    }
}
