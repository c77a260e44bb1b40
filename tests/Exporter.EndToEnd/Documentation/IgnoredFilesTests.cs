using System.IO;
using Xunit;

namespace NetdevExporter.EndToEnd.Documentation;

/// <summary>What people create in the repository as README says is not committed by mistake.</summary>
public sealed class IgnoredFilesTests
{
    public IgnoredFilesTests() => Machine.SkipUnderEmulation("the executable has no part in it");

    [Theory]
    [InlineData("netdev-exporter-token", 0)]
    [InlineData("src/Deploy/netdev-exporter-token", 0)]
    [InlineData("a/folder/of/ones/own/netdev-exporter-token", 0)]
    [InlineData("compose.override.yml", 0)]
    [InlineData(".env", 0)]
    [InlineData("src/Deploy/compose.token.yml", 1)]
    public void Git_ignores_it(string path, int exitCode)
    {
        Machine.Require(Path.Exists(Path.Combine(Machine.Repository, ".git")), "a git repository");
        ToolResult result = Tool.Run("git", ["-C", Machine.Repository, "check-ignore", "--quiet", "--no-index", path]);
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Error));
    }
}
