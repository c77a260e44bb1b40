using System.IO;
using Xunit;

namespace NetdevExporter.EndToEnd.CommandLine;

/// <summary>
/// Which procfs is read when none is named: <c>/host/proc</c>, and <c>/proc</c> only where that does not exist.
/// </summary>
public sealed class DefaultSourceTests
{
    [Theory]
    [InlineData("host/proc/1/net/dev", "proc/1/net/dev", "/host/proc/1/net/dev")]
    [InlineData("proc/1/net/dev", "etc/unrelated", "/proc/1/net/dev")]
    public void The_host_procfs_comes_first(string read, string other, string path)
    {
        using EmptyRoot root = new();
        root.Write(read, NetDevText.Many(3));
        root.Write(other, NetDevText.Many(1));
        Assert.Equal(3, MetricsPage.Parse(root.Succeed("--once")).Value("netdev_interfaces"));
        using Instance exporter = root.Start();
        MetricsPage page = exporter.GetPage();
        Assert.Equal(path, page["netdev_source_info"].Samples[0].Labels["path"]);
        Assert.Equal(3, page.Value("netdev_interfaces"));
    }

    [Fact]
    public void A_host_procfs_that_lacks_the_file_is_a_failure_and_never_the_own_table()
    {
        using EmptyRoot root = new();
        Directory.CreateDirectory(root.PathOf("host/proc"));
        root.Write("proc/1/net/dev", NetDevText.Plain);
        ToolResult result = root.Run("--once");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("/host/proc/1/net/dev", result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_host_procfs_that_was_named_is_the_only_one_looked_at()
    {
        using EmptyRoot root = new();
        root.Write("proc/1/net/dev", NetDevText.Plain);
        Assert.Equal(1, root.Run("--once", "--path.procfs=/host/proc").ExitCode);
    }
}
