using System.Collections.Generic;
using System.IO;
using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>
/// A host whose procfs is mounted with <c>hidepid</c>, seen from namespaces of its own as in a container, by root and
/// by nobody: the one file works for all, and a user who can't see process 1 is told so.
/// </summary>
public sealed class HidePidTests
{
    private const string Root = "setpriv --no-new-privs";
    private const string PlainRoot = "setpriv --no-new-privs --bounding-set=-all";
    private const string NobodyWithPowers = Root + " --reuid=65534 --regid=65534 --clear-groups";
    private const string Nobody = NobodyWithPowers + " --bounding-set=-all";

    public static TheoryData<int, string, string> Shown => new()
    {
        { 1, Root, "procfs/1/net/dev" },
        { 2, Root, "procfs/1/net/dev" },
        { 1, PlainRoot, "procfs/1/net/dev" }, // whose group is root's is let in: gid=0 is the mount's default
        { 2, PlainRoot, "procfs/1/net/dev" },
        { 1, Nobody, "file" },
        { 2, Nobody, "file" },
    };

    public static TheoryData<int, string, string> Hidden => new()
    {
        { 1, NobodyWithPowers, "Operation not permitted; that procfs has hidepid=1" },
        { 2, NobodyWithPowers, "No such file or directory; that procfs has hidepid=2" },
        { 1, Nobody, "Operation not permitted; that procfs has hidepid=1" },
        { 2, Nobody, "No such file or directory; that procfs has hidepid=2" },
    };

    [Theory]
    [MemberData(nameof(Shown))]
    public void The_hosts_table_is_shown(int hidepid, string user, string path)
    {
        Machine.RequireHostNetwork();
        using TemporaryFolder folder = new();
        ToolResult result = Run(folder, hidepid, user, "--once", "--path.netdev=" + folder.PathOf(path));
        Assert.Equal("", result.Error);
        IReadOnlyDictionary<string, string> source =
            MetricsPage.Parse(result.Output)["netdev_source_info"].Samples[0].Labels;
        Assert.Equal("host", source["namespace"]);
    }

    [Theory]
    [MemberData(nameof(Hidden))]
    public void Who_may_not_see_process_1_is_told_so_and_which_path_works(int hidepid, string user, string words)
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("procfs/1/net/dev");
        foreach (string command in (string[])["--once", "--doctor"])
        {
            ToolResult result = Run(folder, hidepid, user, command, "--path.procfs=" + folder.PathOf("procfs"));
            Assert.Equal(1, result.ExitCode);
            Assert.Contains($"cannot open {path}: {words}", result.Output + result.Error);
            Assert.Contains("; start it with --path.netdev=" + folder.PathOf("file"), result.Output + result.Error);
        }
    }

    /// <summary>On the host itself there is nothing to mount, and its own table is the host's.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void On_the_host_itself_nobody_is_told_the_path_that_works(int hidepid)
    {
        Machine.RequireRoot();
        Machine.RequireHostNetwork();
        const string Mend = "--path.netdev=/proc/self/net/dev";
        string script = $"mount -t proc -o hidepid={hidepid} proc /proc; exec {Nobody} \"$0\" \"$@\"";
        string[] command = ["--mount", "sh", "-e", "-c", script, Machine.Executable, "--once"];
        ToolResult failed = Tool.Run("unshare", [.. command, "--path.procfs=/proc"]);
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("; start it with " + Mend, failed.Error);
        ToolResult mended = Tool.Run("unshare", [.. command, Mend]);
        Assert.Equal("", mended.Error);
        Assert.Contains("namespace=\"host\"", mended.Output);
    }

    /// <summary>Runs it with the host's procfs at <c>procfs</c>, and its one file at <c>file</c>.</summary>
    private static ToolResult Run(TemporaryFolder folder, int hidepid, string user, params string[] flags)
    {
        Machine.RequireRoot();
        string procfs = Directory.CreateDirectory(folder.PathOf("procfs")).FullName;
        string file = folder.Write("file", "");
        Tool.Succeed("chmod", ["755", folder.FullName]);
        string inside = $"mount -t proc proc /proc; exec {user} \"$0\" \"$@\"";
        string script = $"mount -t proc -o hidepid={hidepid} proc '{procfs}'; "
            + $"mount --bind '{procfs}/1/net/dev' '{file}'; "
            + $"exec unshare --net --pid --mount --fork --kill-child sh -e -c '{inside}' \"$0\" \"$@\"";
        return Tool.Run("unshare", ["--mount", "sh", "-e", "-c", script, Machine.Executable, .. flags]);
    }
}
