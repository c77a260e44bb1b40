using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace NetdevExporter.EndToEnd.CommandLine;

/// <summary>
/// <c>--textfile.path</c>: a whole page at every moment, none that is old, and none of a stopped exporter.
/// </summary>
public sealed class TextFileFlagTests : IDisposable
{
    private const int Seconds = 5;

    /// <summary>The shortest interval, and a moment more.</summary>
    private const int IntervalMilliseconds = 1_200;

    private const UnixFileMode EveryoneReads =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly TemporaryFolder folder = new();

    private string Target => folder.PathOf("netdev.prom");

    [Fact]
    public void It_is_the_page_without_the_process_readable_for_everyone_and_gone_after_SIGTERM()
    {
        string source = folder.Write("dev", NetDevText.Plain);
        using Instance exporter = Instance.StartAt(
            FreePort.TakeLoopback(), ["--path.netdev", source, "--textfile.path", Target],
            "sh", "-c", "umask 077; exec \"$0\" \"$@\"");
        AwaitFile();
        MetricsPage page = MetricsPage.Parse(File.ReadAllText(Target));
        Assert.Equal(
            exporter.GetPage().Families.Select(family => family.Name).Where(name => !name.StartsWith("process_")),
            page.Families.Select(family => family.Name));
        Assert.Equal("100000", page["netdev_receive_bytes_total"].Samples[0].Value);
        Assert.Equal(EveryoneReads, File.GetUnixFileMode(Target));
        Assert.Equal(0, exporter.Stop());
        Assert.Equal(["dev"], Names());
        Assert.Empty(exporter.Warnings);
    }

    [Fact]
    public void A_reader_never_meets_a_part_of_a_page_while_it_is_replaced_each_second()
    {
        string source = folder.Write("dev", NetDevText.Many(2_000)); // a page of 1.8 MB
        using Instance exporter = Start(source);
        AwaitFile();
        int reads = 0;
        DateTime end = DateTime.UtcNow.AddSeconds(4);
        DateTime first = File.GetLastWriteTimeUtc(Target);
        string last = "netdev_source_info{path=\"" + source + "\",namespace=\"unknown\"} 1\n";
        Parallel.For(0, 2, _ =>
        {
            while (DateTime.UtcNow < end)
            {
                using FileStream file = new(Target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
                byte[] tail = new byte[last.Length];
                file.Seek(-tail.Length, SeekOrigin.End);
                file.ReadExactly(tail);
                Assert.Equal(last, System.Text.Encoding.UTF8.GetString(tail));
                Assert.InRange(file.Length, 1_000_000, long.MaxValue);
                Interlocked.Increment(ref reads);
            }
        });
        Assert.InRange(reads, 1_000, int.MaxValue);
        Assert.True(File.GetLastWriteTimeUtc(Target) - first > TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_limit_of_size_is_said_once_and_leaves_no_part_of_it()
    {
        string source = folder.Write("dev", NetDevText.Plain);
        using Instance exporter = Instance.StartAt(
            FreePort.TakeLoopback(), ["--path.netdev", source, "--textfile.path", Target, "--textfile.interval=1"],
            "prlimit", "--fsize=1000", "--");
        Wait.Until(() => exporter.Warnings.Any(), Seconds, "the warning");
        Thread.Sleep(IntervalMilliseconds); // one more failure, which is not logged
        Assert.Contains("File too large", Assert.Single(exporter.Warnings));
        Assert.Equal(503, exporter.Get("/-/ready").Status);
        Assert.Equal(["dev", "netdev.prom.lck"], Names());
        Assert.Equal(0, exporter.Stop());
        Assert.Equal(["dev"], Names());
    }

    [Fact]
    public void It_is_removed_while_the_source_cannot_be_read_and_back_afterwards()
    {
        string source = folder.Write("dev", NetDevText.Plain);
        using Instance exporter = Start(source);
        AwaitFile();
        File.Delete(source);
        Wait.Until(() => !File.Exists(Target), Seconds, "the end of the file");
        Thread.Sleep(IntervalMilliseconds); // one more failure, which is not logged
        Assert.Single(exporter.Warnings);
        folder.Write("dev", NetDevText.Plain);
        AwaitFile();
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void Where_its_folder_is_missing_it_says_so_once_serves_and_writes_when_there_is_one()
    {
        string source = folder.Write("dev", NetDevText.Plain);
        string target = folder.PathOf("later/netdev.prom");
        using Instance exporter = Instance.Start(
            "--path.netdev", source, "--textfile.path", target, "--textfile.interval=1");
        Wait.Until(() => exporter.Warnings.Any(), Seconds, "the warning");
        Thread.Sleep(IntervalMilliseconds); // one more failure, which is not logged
        string warning = Assert.Single(exporter.Warnings);
        Assert.All(["No such file or directory", target, "mount a directory"], part => Assert.Contains(part, warning));
        Assert.Equal(200, exporter.Get("/metrics").Status);
        WireResponse ready = exporter.Get("/-/ready");
        Assert.Equal(503, ready.Status);
        Assert.Contains(target + ": No such file or directory; mount a directory", ready.Text);
        Directory.CreateDirectory(folder.PathOf("later"));
        Wait.Until(() => File.Exists(target), Seconds, "the file");
        Wait.Until(() => exporter.Log.Contains("writing the text file"), Seconds, "that it is said");
        Assert.Equal(200, exporter.Get("/-/ready").Status);
    }

    [Fact]
    public void On_a_full_disk_there_is_neither_an_old_page_nor_a_part_of_one_and_it_goes_on_when_there_is_room()
    {
        Machine.RequireRoot();
        string disk = Directory.CreateDirectory(folder.PathOf("disk")).FullName;
        Tool.Succeed("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]);
        try
        {
            string source = folder.Write("dev", NetDevText.Plain);
            string target = Path.Combine(disk, "netdev.prom");
            using Instance exporter = Instance.Start(
                "--path.netdev", source, "--textfile.path", target, "--textfile.interval=1");
            Wait.Until(() => File.Exists(target), Seconds, "the file");
            folder.Write("dev", NetDevText.Many(500)); // a page of 400 KB
            Wait.Until(() => exporter.Log.Contains("No space left"), Seconds, "a full disk");
            Assert.Equal([target + ".lck"], Directory.GetFileSystemEntries(disk));
            folder.Write("dev", NetDevText.Plain);
            Wait.Until(() => File.Exists(target), Seconds, "the file");
            Assert.Equal(0, exporter.Stop());
        }
        finally
        {
            Tool.Succeed("umount", [disk]);
        }
    }

    [Fact]
    public void What_a_crash_has_left_is_replaced_and_a_link_in_its_place_is_not_followed()
    {
        string source = folder.Write("dev", NetDevText.Plain);
        using (Instance killed = Start(source))
        {
            AwaitFile();
            killed.Signal("KILL");
            killed.AwaitExit();
        }

        Assert.True(File.Exists(Target));
        string other = folder.Write("other", "somebody's\n");
        File.CreateSymbolicLink(Target + ".tmp", other);
        using Instance exporter = Start(source);
        DateTime started = DateTime.UtcNow;
        Wait.Until(() => File.GetLastWriteTimeUtc(Target) >= started, Seconds, "a new page");
        Assert.Equal("somebody's\n", File.ReadAllText(other));
        Assert.Equal(["dev", "netdev.prom", "netdev.prom.lck", "other"], Names());
    }

    [Fact]
    public void An_exporter_that_never_came_to_serve_leaves_anothers_file_alone()
    {
        string source = folder.Write("dev", NetDevText.Plain);
        using Instance exporter = Start(source);
        AwaitFile();
        ToolResult second = Tool.Run(
            Machine.Executable,
            [$"--web.listen-address={exporter.Address}", "--path.netdev", source, "--textfile.path", Target],
            seconds: 5);
        Assert.Equal(2, second.ExitCode);
        Assert.True(File.Exists(Target));
    }

    [Fact]
    public void A_second_exporter_on_the_same_file_is_exit_2_until_the_first_has_ended()
    {
        string source = folder.Write("dev", NetDevText.Plain);
        using (Instance first = Start(source))
        {
            AwaitFile();
            string[] flags = ["--path.netdev", source, "--textfile.path", Target];
            string other = "--web.listen-address=" + FreePort.TakeLoopback();
            ToolResult second = Tool.Run(Machine.Executable, [other, .. flags], seconds: 5);
            Assert.Equal(2, second.ExitCode);
            Assert.EndsWith($"reason=\"{Target}: another netdev-exporter writes it\"\n", second.Error);
            ToolResult doctor = Tool.Run(Machine.Executable, ["--doctor", other, .. flags], seconds: 5);
            Assert.Contains($"\nwrong       {Target}: another netdev-exporter writes it\n", doctor.Output);
            Assert.Equal(1, doctor.ExitCode);
            string same = $"--web.listen-address={first.Address}";
            doctor = Tool.Run(Machine.Executable, ["--doctor", same, .. flags], seconds: 5);
            string line = $"text file   {Target} can be written, and is by a running netdev-exporter";
            Assert.Contains($"\n{line}\n", doctor.Output);
            Assert.Equal(0, doctor.ExitCode);
            Assert.True(File.Exists(Target));
            first.Signal("KILL");
            first.AwaitExit();
        }

        using Instance next = Start(source);
        Assert.Equal(0, next.Stop());
        Assert.Equal(["dev"], Names());
    }

    [Fact]
    public void A_folder_that_its_user_may_not_write_in_is_told_with_what_mends_it()
    {
        using EmptyRoot root = new();
        root.Write("dev", NetDevText.Plain);
        root.Write("textfile/other", "");
        Tool.Succeed("chmod", ["755", root.PathOf("."), root.PathOf("textfile")]);
        using Instance exporter = Instance.StartAt(
            FreePort.TakeLoopback(), ["--path.netdev=/dev", "--textfile.path=/textfile/netdev.prom"],
            "chroot", "--userspec=65534:65534", root.PathOf("."));
        Wait.Until(() => exporter.Log.Contains("Permission denied; let user 65534 write"), Seconds, "the reason");
    }

    public void Dispose() => folder.Dispose();

    private Instance Start(string source) =>
        Instance.Start("--path.netdev", source, "--textfile.path", Target, "--textfile.interval=1");

    private void AwaitFile() => Wait.Until(() => File.Exists(Target), Seconds, "the file");

    private string[] Names() =>
        [.. Directory.GetFileSystemEntries(folder.FullName).Select(path => Path.GetFileName(path)).Order()];
}
