using System;
using System.IO;
using System.Net.Sockets;
using Xunit;

namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>
/// A source that may not be read, or fails while it is read: 503 that says why, and a page again when it can be had,
/// without a restart.
/// </summary>
public sealed class SourceFaultTests
{
    private static readonly string[] AsNobody =
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all", "--no-new-privs"];

    [Fact]
    public void A_file_that_may_not_be_read_is_503_until_it_may()
    {
        Machine.RequireRoot();
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.Plain);
        Tool.Succeed("chmod", ["755", folder.FullName]);
        Tool.Succeed("chmod", ["000", path]);
        using Instance exporter = Instance.StartAt(FreePort.TakeLoopback(), ["--path.netdev", path], AsNobody);
        WireResponse response = exporter.Get("/metrics");
        Assert.Equal(503, response.Status);
        Assert.Contains($"cannot open {path}: Permission denied", response.Text);

        Tool.Succeed("chmod", ["444", path]);
        Assert.Equal(200, exporter.AwaitStatus("/metrics", 200).Status);
        Tool.Succeed("chmod", ["000", path]);
        Assert.Equal(503, exporter.AwaitStatus("/metrics", 503).Status);
    }

    [Theory]
    [InlineData(1, "hidepid=1")]
    [InlineData(2, "hidepid=2")]
    public void With_hidepid_and_all_of_proc_mounted_it_is_503_and_without_it_200(int hidepid, string why)
    {
        Machine.RequireRoot();
        using TemporaryFolder folder = new();
        string proc = Directory.CreateDirectory(folder.PathOf("proc")).FullName;
        Tool.Succeed("chmod", ["755", folder.FullName]);
        string script = $"mount -t proc -o hidepid={hidepid} proc '{proc}'; "
            + $"exec {string.Join(' ', AsNobody)} \"$0\" \"$@\"";
        using Instance exporter = Instance.StartAt(
            new UnixDomainSocketEndPoint(MakeOpenFolder(folder)),
            ["--path.procfs", proc],
            "unshare", "--mount", "sh", "-e", "-c", script);
        WireResponse response = exporter.Get("/metrics");
        Assert.Equal(503, response.Status);
        Assert.Contains(why, response.Text);
        Assert.Equal(503, exporter.Get("/-/ready").Status);

        Tool.Succeed("nsenter", ["--mount", $"--target={exporter.ProcessId}",
            "mount", "-o", "remount,hidepid=0", proc]);
        Assert.Equal(200, exporter.AwaitStatus("/metrics", 200).Status);
    }

    [Fact]
    public void A_file_that_cannot_be_read_though_it_can_be_opened_is_503_until_it_can()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("dev");
        File.CreateSymbolicLink(path, "/proc/self/mem"); // EIO: there is nothing at address 0
        using Instance exporter = Instance.Start("--path.netdev", path);
        WireResponse response = exporter.Get("/metrics");
        Assert.Equal(503, response.Status);
        Assert.Contains($"cannot read {path}: I/O error", response.Text);

        File.Delete(path);
        folder.Write("dev", NetDevText.Plain);
        Assert.Equal(200, exporter.AwaitStatus("/metrics", 200).Status);
    }

    /// <summary>A name for a socket in a folder where nobody can make it.</summary>
    private static string MakeOpenFolder(TemporaryFolder folder)
    {
        string open = Directory.CreateDirectory(folder.PathOf("open")).FullName;
        File.SetUnixFileMode(open, (UnixFileMode)Convert.ToInt32("777", 8));
        return Path.Combine(open, "socket");
    }
}
