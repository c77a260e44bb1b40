using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using NetdevExporter.EndToEnd.Executable;
using Xunit;

namespace NetdevExporter.EndToEnd.CommandLine;

/// <summary><c>--doctor</c>: what would be read and why, what is wrong, and the line that mends it.</summary>
[Collection(Alone.Name)] // some of them watch the clock
public sealed class DoctorTests
{
    private static readonly double SecondsMax = Machine.IsEmulated ? 3 : 1;

    [Fact]
    public void Where_all_is_well_it_says_what_it_reads_within_a_second_and_exits_0()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.Plain);
        string address = FreePort.TakeLoopback().ToString();
        Stopwatch clock = Stopwatch.StartNew();
        ToolResult result = Examine("--path.netdev", path, "--web.listen-address", address);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, SecondsMax);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        string[] interfaces = [.. NetDevTable.Parse(NetDevText.Plain).Rows.Select(row => row.Label)];
        string[] expected =
        [
            $"file        {path}, from --path.netdev",
            "options     of this command's flags",
            "namespace   unknown: the file is not on procfs",
            $"interfaces  2: {string.Join(", ", interfaces)}",
            $"warning     {path} is not on procfs: it may be a copy of the host's /proc/1/net/dev, whose counters "
                + "change only when something writes the file",
            $"address     {address} is free",
            "result      it works; see the warnings above",
        ];
        Assert.Equal(expected.Order(), result.Output.Split('\n').Where(line => expected.Contains(line)).Order());
        Assert.StartsWith("netdev-exporter ", result.Output);
        Assert.Contains("\nuser        ", result.Output);
    }

    [Fact]
    public void On_a_machine_the_mount_of_its_procfs_is_told_with_whose_it_is()
    {
        Machine.RequireHostNetwork();
        ToolResult result = Examine("--path.procfs=/proc", "--web.listen-address=" + FreePort.TakeLoopback());
        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith("\nresult      all is well\n", result.Output);
        Assert.Contains("\nnamespace   host: ", result.Output);
        Assert.Contains("\nmount       /proc/1/net/dev: the host's interfaces\n", result.Output);
    }

    [Theory]
    [InlineData(null, "No such file or directory")]
    [InlineData("", "it is empty")]
    [InlineData("no net/dev\n", "header")]
    public void What_is_wrong_is_said_in_the_words_of_the_page_and_the_log(string? text, string words)
    {
        using TemporaryFolder folder = new();
        string path = text is null ? folder.PathOf("dev") : folder.Write("dev", text);
        using Instance exporter = Instance.Start("--path.netdev", path);
        string reason = exporter.Get("/metrics").Text;
        ToolResult result = Examine("--path.netdev", path, "--web.listen-address", exporter.Address.ToString()!);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(words, reason);
        Assert.Contains($"\nwrong       {reason}", result.Output);
        Assert.EndsWith("\nresult      failed: see the lines above\n", result.Output);
    }

    [Theory]
    [InlineData("s3cret", 0, "token       PATH is valid")]
    [InlineData("s3cret and more", 1, "wrong       PATH (--web.token-file): it is not one word")]
    [InlineData("", 1, "wrong       PATH (--web.token-file): it is empty")]
    public void The_token_file_is_looked_at_and_the_token_is_not_told(string text, int exitCode, string line)
    {
        using TemporaryFolder folder = new();
        string dev = folder.Write("dev", NetDevText.Plain);
        string path = folder.Write("token", text);
        string address = FreePort.TakeLoopback().ToString();
        ToolResult result = Examine("--path.netdev", dev, "--web.listen-address", address, "--web.token-file", path);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("\n" + line.Replace("PATH", path), result.Output);
        Assert.DoesNotContain("s3cret", result.Output + result.Error);
    }

    [Theory]
    [InlineData("--web.token-file=FOLDER/none/token", "/etc/netdev-exporter-token:FOLDER/none/token:ro")]
    [InlineData("--textfile.path=FOLDER/none/n.prom", "/var/lib/netdev-exporter:FOLDER/none")]
    [InlineData("--web.listen-address=unix:FOLDER/none/s", "/var/lib/netdev-exporter:FOLDER/none")]
    public void A_folder_that_is_missing_is_told_with_what_to_mount_there(string flag, string mount)
    {
        using TemporaryFolder folder = new();
        string dev = folder.Write("dev", NetDevText.Plain);
        string address = "--web.listen-address=" + FreePort.TakeLoopback();
        string[] flags = flag.Contains("unix:") ? [flag] : [address, flag];
        ToolResult result = Examine(
            ["--path.netdev", dev, .. flags.Select(flag => flag.Replace("FOLDER", folder.FullName))]);
        Assert.Equal(1, result.ExitCode);
        string wrong = result.Output.Split('\n').Single(line => line.StartsWith("wrong       "));
        Assert.Contains("No such file or directory; mount ", wrong);
        string volume = mount.Replace("FOLDER", folder.FullName);
        Assert.EndsWith(": -v " + volume, wrong);
        Assert.Contains($"\n  docker run    -v {volume}\n  compose.yml   volumes: [\"{volume}\"]\n", result.Output);
    }

    [Fact]
    public void The_folder_of_the_text_file_is_tried_and_left_as_it_was()
    {
        using TemporaryFolder folder = new();
        string dev = folder.Write("dev", NetDevText.Plain);
        string textFile = folder.PathOf("netdev.prom");
        string address = FreePort.TakeLoopback().ToString();
        ToolResult result = Examine(
            "--path.netdev", dev, "--web.listen-address", address, "--textfile.path", textFile);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"\ntext file   {textFile} can be written\n", result.Output);
        Assert.Equal([dev], Directory.GetFiles(folder.FullName));
    }

    [Fact]
    public void An_address_that_the_instance_itself_has_is_as_it_should_be()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.Plain);
        string socket = "unix:" + folder.PathOf("socket");
        using Instance exporter = Instance.Start("--path.netdev", path, "--web.listen-address", socket);
        string[] addresses = [exporter.Address.ToString()!, socket];
        ToolResult result = Examine("--path.netdev", path, "--web.listen-address", string.Join(',', addresses));
        Assert.Equal(0, result.ExitCode);
        Assert.All(addresses, address => Assert.Contains(
            $"\naddress     {address} is in use by a running netdev-exporter, possibly this one\n", result.Output));
        Assert.Equal(200, exporter.Get("/metrics").Status);
    }

    [Theory]
    [InlineData(":PORT", "127.0.0.1:PORT", " ([::] includes IPv4)")]
    [InlineData("[::]:PORT", "0.0.0.0:PORT", " ([::] includes IPv4)")]
    [InlineData("0.0.0.0:PORT", "127.0.0.1:PORT", "")]
    public void Addresses_that_exclude_each_other_are_wrong_as_they_are_for_serving(
        string first, string second, string why)
    {
        using TemporaryFolder folder = new();
        string port = $"{FreePort.Take()}";
        (first, second) = (first.Replace("PORT", port), second.Replace("PORT", port));
        string[] flags = ["--path.netdev", folder.Write("dev", NetDevText.Plain), "--web.listen-address"];
        string reason = $"{second}: it overlaps {first}{why}; leave one of them out";
        ToolResult result = Examine([.. flags, $"{first},{second}"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"\naddress     {first} is free\nwrong       {reason}\n", result.Output);
        ToolResult serving = Tool.Run(Machine.Executable, [.. flags, $"{first},{second}"], seconds: 5);
        Assert.Equal(2, serving.ExitCode);
        Assert.Contains($"reason=\"{reason}\"", serving.Error);
    }

    [Fact]
    public void An_instance_that_has_only_some_of_the_addresses_is_another_one()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.Plain);
        using Instance exporter = Instance.Start("--path.netdev", path);
        string free = FreePort.TakeLoopback().ToString();
        ToolResult result = Examine("--path.netdev", path, "--web.listen-address", $"{exporter.Address},{free}");
        Assert.Equal(1, result.ExitCode);
        string reason = $"{exporter.Address} is another netdev-exporter's, which does not use {free}";
        Assert.Contains($"\nwrong       {reason}\n", result.Output);
    }

    [Fact]
    public void A_text_file_for_whose_page_the_disk_has_no_room_is_wrong()
    {
        Machine.RequireRoot();
        using TemporaryFolder folder = new();
        string disk = Directory.CreateDirectory(folder.PathOf("disk")).FullName;
        Tool.Succeed("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]);
        try
        {
            string[] flags =
            [
                "--web.listen-address", FreePort.TakeLoopback().ToString(),
                "--textfile.path", Path.Combine(disk, "netdev.prom"), "--path.netdev",
            ];
            ToolResult result = Examine([.. flags, folder.Write("many", NetDevText.Many(500))]);
            Assert.Contains("/netdev.prom: No space left on device\n", result.Output);
            Assert.Equal(1, result.ExitCode);
            Assert.Equal(0, Examine([.. flags, folder.Write("dev", NetDevText.Plain)]).ExitCode);
            Assert.Empty(Directory.GetFileSystemEntries(disk));
        }
        finally
        {
            Tool.Succeed("umount", [disk]);
        }
    }

    [Fact]
    public void An_address_that_another_program_has_is_wrong_and_another_is_named()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.Plain);
        IPEndPoint address = FreePort.TakeLoopback();
        using Socket other = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(address);
        other.Listen(); // and never answers
        Stopwatch clock = Stopwatch.StartNew();
        ToolResult result = Examine("--path.netdev", path, $"--web.listen-address={address}");
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, SecondsMax);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"\nwrong       {address}: Address", result.Output);
        Assert.Contains($"; start it with --web.listen-address={address.Address}:{address.Port + 1}\n", result.Output);
        string flag = $"--web.listen-address={address.Address}:{address.Port + 1}";
        Assert.Contains($"\n  compose.yml   command: [\"{flag}\"]\n", result.Output);
    }

    [Fact]
    public void An_address_that_no_interface_has_is_wrong()
    {
        ToolResult result = Examine("--web.listen-address=192.0.2.1:9100", "--path.procfs=/proc");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("\nwrong       192.0.2.1:9100: ", result.Output);
        Assert.Contains("; start it with --web.listen-address=:9100\n", result.Output);
    }

    [Fact]
    public void It_works_in_an_empty_root()
    {
        using EmptyRoot root = new();
        ToolResult result = root.Run("--doctor", $"--web.listen-address={FreePort.TakeLoopback()}");
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Contains("\nuser        unknown: there is no /proc\n", result.Output);
        Assert.Contains("; mount the host's: -v /proc/1/net/dev:/host/proc/1/net/dev:ro\n", result.Output);
    }

    private static ToolResult Examine(params string[] flags) =>
        Tool.Run(Machine.Executable, ["--doctor", .. flags], seconds: 5);
}
