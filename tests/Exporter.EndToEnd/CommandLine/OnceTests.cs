using System.IO;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.CommandLine;

/// <summary><c>--once</c>: one page on stdout, or the reason on stderr.</summary>
public sealed class OnceTests
{
    [Fact]
    public void It_prints_the_page_that_is_served()
    {
        using TemporaryFolder folder = new();
        string[] flags = ["--path.netdev", folder.Write("dev", NetDevText.Plain), "--metrics.names=node"];
        using Instance exporter = Instance.Start(flags);
        string printed = Tool.Succeed(Machine.Executable, [.. flags, "--once"]);
        Assert.Equal(WithoutOwnMetrics(exporter.GetPage().Text), WithoutOwnMetrics(printed));
        Assert.Equal(
            exporter.GetPage().Families.Select(family => family.Name),
            MetricsPage.Parse(printed).Families.Select(family => family.Name));
    }

    [Fact]
    public void A_page_larger_than_a_pipe_is_printed_whole()
    {
        using TemporaryFolder folder = new();
        string dev = folder.Write("dev", NetDevText.Many(20_000));
        const string Script = "\"$0\" --once --path.netdev \"$1\" | { sleep 0.2; grep -c '^netdev_transmit'; }";
        string count = Tool.Succeed("sh", ["-c", Script, Machine.Executable, dev]);
        Assert.Equal("160000", count.Trim());
    }

    [Fact]
    public void It_prints_behind_what_is_in_the_file_already()
    {
        using TemporaryFolder folder = new();
        string output = folder.PathOf("page");
        const string Once = "\"$0\" --once --path.procfs=/proc --source.allow-own";
        const string Script = "{ echo first; " + Once + "; echo last; } >\"$1\"";
        Tool.Succeed("sh", ["-c", Script, Machine.Executable, output]);
        string[] lines = File.ReadAllLines(output);
        Assert.Equal("first", lines[0]);
        Assert.Equal("last", lines[^1]);
        _ = MetricsPage.Parse(string.Join('\n', lines[1..^1]) + "\n");
    }

    [Theory]
    [InlineData(null, "dev")]
    [InlineData("", "empty")]
    [InlineData("no net/dev\n", "header")]
    [InlineData(NetDevText.Header + "junk\n", "none of its lines")]
    public void Without_a_page_it_is_exit_1_and_one_line_that_says_why(string? text, string words)
    {
        using TemporaryFolder folder = new();
        string path = text is null ? folder.PathOf("dev") : folder.Write("dev", text);
        ToolResult result = Tool.Run(Machine.Executable, ["--once", "--path.netdev", path]);
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        string line = Assert.Single(result.Error.Split('\n').SkipLast(1));
        Assert.Contains(path, line);
        Assert.Contains(words, line);
    }

    [Fact]
    public void The_own_table_of_a_network_namespace_is_exit_1_unless_it_is_allowed()
    {
        Machine.RequireRoot();
        string[] once = ["--net", Machine.Executable, "--once", "--path.netdev=/proc/self/net/dev"];
        ToolResult refused = Tool.Run("unshare", once);
        Assert.Equal(1, refused.ExitCode);
        Assert.Empty(refused.Output);
        Assert.Contains("own interfaces, not the host's", refused.Error);
        ToolResult allowed = Tool.Run("unshare", [.. once, "--source.allow-own"]);
        Assert.Equal(0, allowed.ExitCode);
        Assert.Contains("namespace=\"own\"} 1\n", allowed.Output);
    }

    /// <summary>
    /// A /proc of processes alone has no /proc/version; whose the own table is, shows all the same. Linux 5.10 opens no
    /// net/dev there (Boards/init.sh).
    /// </summary>
    [Fact]
    public void Under_a_proc_with_subset_pid_the_own_table_is_refused_too()
    {
        Machine.RequireRoot();
        const string Script =
            "mount -t proc -o subset=pid proc /proc && \"$0\" --once --path.netdev=/proc/self/net/dev";
        ToolResult refused = Tool.Run(
            "unshare", ["--net", "--mount", "--pid", "--fork", "sh", "-c", Script, Machine.Executable]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Matches("own interfaces, and with subset=pid|that procfs has subset=pid", refused.Error);
    }

    [Theory]
    [InlineData(">/dev/full")]
    [InlineData(">&-")]
    public void A_page_that_cannot_be_written_is_exit_1(string redirection)
    {
        string script = "\"$0\" --once --path.procfs=/proc --source.allow-own " + redirection;
        ToolResult result = Tool.Run("sh", ["-c", script, Machine.Executable]);
        Assert.Equal(1, result.ExitCode);
        Assert.Single(result.Error.Split('\n').SkipLast(1));
    }

    [Fact]
    public void A_reader_that_has_had_enough_ends_it_soon()
    {
        using TemporaryFolder folder = new();
        string dev = folder.Write("dev", NetDevText.Many(20_000));
        ToolResult result = Tool.Run(
            "sh", ["-c", "\"$0\" --once --path.netdev \"$1\" | head -n 1", Machine.Executable, dev], seconds: 5);
        Assert.Equal("# HELP ", result.Output[..7]);
    }

    private static string WithoutOwnMetrics(string page) => page[..page.IndexOf("# HELP node_uname_info ")];
}
