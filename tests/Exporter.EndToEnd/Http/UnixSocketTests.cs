using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>
/// Sockets in the file system: a file comes with the process and goes with it, and nobody's file is taken.
/// </summary>
public sealed class UnixSocketTests
{
    [Fact]
    public void It_is_served_and_its_file_is_removed_at_a_clean_stop()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("socket");
        using Instance exporter = Instance.StartAt(
            new UnixDomainSocketEndPoint(path), ["--path.procfs=/proc", "--source.allow-own"]);
        using WireClient client = exporter.Connect();
        Assert.Equal(200, client.Get("/metrics").Status);
        Assert.Equal(200, client.Get("/").Status);
        Assert.Equal(0, exporter.Stop());
        Assert.Empty(Directory.GetFiles(folder.FullName));
    }

    [Fact]
    public void What_a_crashed_process_left_is_replaced()
    {
        using TemporaryFolder folder = new();
        UnixDomainSocketEndPoint address = new(folder.PathOf("socket"));
        using (Instance crashed = Instance.StartAt(address, ["--path.procfs=/proc", "--source.allow-own"]))
        {
            crashed.Signal("KILL");
            Assert.NotEqual(0, crashed.AwaitExit());
        }

        Assert.True(File.Exists(folder.PathOf("socket")));
        using Instance exporter = Instance.StartAt(address, ["--path.procfs=/proc", "--source.allow-own"]);
        Assert.Equal(200, exporter.Get("/-/healthy").Status);
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void A_live_one_is_exit_2_and_goes_on()
    {
        using TemporaryFolder folder = new();
        UnixDomainSocketEndPoint address = new(folder.PathOf("socket"));
        using Instance first = Instance.StartAt(address, ["--path.procfs=/proc", "--source.allow-own"]);
        string flag = Instance.Flag(first.Address);
        ToolResult second = Tool.Run(Machine.Executable, ["--web.listen-address", flag]);
        Assert.Equal(2, second.ExitCode);
        Assert.Contains(folder.PathOf("socket"), Assert.Single(second.Error.TrimEnd('\n').Split('\n')));
        Assert.Equal(200, first.Get("/-/healthy").Status);
    }

    [Fact]
    public void Of_several_that_start_at_once_one_listens_and_the_others_are_exit_2()
    {
        using TemporaryFolder folder = new();
        UnixDomainSocketEndPoint address = new(folder.PathOf("socket"));
        string[] flags = ["--web.listen-address=" + Instance.Flag(address), "--path.netdev=/dev/null"];
        for (int round = 0; round < 5; round++)
        {
            Process[] exporters = [.. Enumerable.Range(0, 8).Select(_ => Start(flags))];
            try
            {
                Wait.Until(() => exporters.Count(exporter => exporter.HasExited) >= 7, 10, "seven of eight to end");
                Assert.Equal(7, exporters.Count(exporter => exporter.HasExited && exporter.ExitCode == 2));
                using WireClient? client = WireClient.Await(address, () => false);
                Assert.Equal(200, client!.Get("/-/healthy").Status);
            }
            finally
            {
                Assert.All(exporters, Tool.End);
            }
        }
    }

    [Fact]
    public void A_file_that_is_no_socket_is_exit_2_and_stays()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("precious", "text");
        ToolResult result = Tool.Run(Machine.Executable, ["--web.listen-address", "unix:" + path]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("a file that is not a socket is there", result.Error);
        Assert.Contains(path, Assert.Single(result.Error.TrimEnd('\n').Split('\n')));
        Assert.Equal("text", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("missing/socket", "a folder that is not there")]
    [InlineData("a-name-longer-than-an-address-of-108-bytes-can-hold-"
        + "a-name-longer-than-an-address-of-108-bytes-can-hold-it-all",
        "a path that is too long")]
    public void A_path_that_cannot_be_is_exit_2_and_one_line(string name, string reason)
    {
        using TemporaryFolder folder = new();
        ToolResult result = Tool.Run(Machine.Executable, ["--web.listen-address", "unix:" + folder.PathOf(name)]);
        Assert.True(result.ExitCode == 2, reason);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    private static Process Start(string[] flags) => Process.Start(
        new ProcessStartInfo(Machine.Executable, flags) { RedirectStandardError = true })!;
}
