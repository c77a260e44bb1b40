using System;
using System.IO;
using System.Linq;
using NetdevExporter.CommandLine;
using NetdevExporter.Diagnosis;
using NetdevExporter.Exposition;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;
using NetdevExporter.Source;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>Why there is no page, in one line for a person.</summary>
public sealed class ScrapeFailureTests : IDisposable
{
    private const long Now = 1_000_000;

    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;
    private readonly Page page = new();

    [Fact]
    public void A_file_that_is_missing_is_told_with_what_to_mount()
    {
        string path = Path.Combine(folder, "missing");
        string reason = Fail(path);
        Assert.StartsWith($"cannot open {path}: No such file or directory; ", reason);
        Assert.EndsWith(Mend($"mount the host's: -v /proc/1/net/dev:{path}:ro\n"), reason);
    }

    [Fact]
    public void A_folder_is_told_with_where_it_may_come_from()
    {
        string reason = Fail(folder);
        Assert.StartsWith($"cannot read {folder}: Is a directory; Docker creates one if ", reason);
        Assert.EndsWith(Mend($"mount the host's: -v /proc/1/net/dev:{folder}:ro\n"), reason);
    }

    [Fact]
    public void A_missing_file_of_its_own_proc_is_mended_at_the_usual_place() =>
        Assert.EndsWith(
            Mend("mount the host's: -v /proc/1/net/dev:/host/proc/1/net/dev:ro\n"), Fail("/proc/1/net/none"));

    [Theory]
    [InlineData("it is empty", "")]
    [InlineData("its first two lines are not the header that the kernel prints", "root:x:0:0:root:/root:/bin/sh\n")]
    [InlineData("its first two lines are not the header that the kernel prints", NetDevText.Top)]
    [InlineData(
        "its lines end with CR LF, as no kernel prints them: it is a copy that was converted",
        "Inter-|Receive|Transmit\r\n|bytes packets errs drop fifo frame compressed multicast"
        + "|bytes packets errs drop fifo colls carrier compressed\r\n")]
    [InlineData("none of its lines can be read as an interface", NetDevText.Header + "x\n")]
    public void A_file_that_is_no_table_is_told_with_why(string why, string text)
    {
        string path = Path.Combine(folder, "dev");
        File.WriteAllText(path, text);
        Assert.Equal($"{path} is not a net/dev table: {why}\n", Fail(path));
    }

    [Theory]
    [InlineData("/dev/zero", "it is a device")]
    [InlineData("/dev/urandom", "it is a device")]
    [InlineData("FIFO", "it is a FIFO")]
    public void What_is_no_regular_file_is_told_with_its_kind(string path, string kind)
    {
        if (path == "FIFO")
        {
            path = Path.Combine(folder, path);
            Tool.Succeed("mkfifo", [path]);
        }

        Assert.Equal($"{path} is not a net/dev table: {kind}\n", Fail(path));
    }

    [Fact]
    public void A_text_of_more_bytes_than_there_may_be_is_told_with_the_bound()
    {
        const int LineBytes = NetDevParser.LineBytesMax / 2;
        string path = Path.Combine(folder, "dev");
        string[] rows =
        [
            .. Enumerable.Range(0, Limits.TextBytesMax / LineBytes)
                .Select(i => $"veth{i}: {NetDevText.Numbers}".PadRight(LineBytes) + "\n"),
        ];
        File.WriteAllText(path, NetDevText.Header + string.Concat(rows));
        Assert.Equal($"{path}: more than {Limits.TextBytesMax} bytes of text, the maximum\n", Fail(path));
    }

    [Fact]
    public void As_many_devices_as_there_may_be_are_served_and_one_more_is_told()
    {
        string path = Path.Combine(folder, "dev");
        File.WriteAllText(path, NetDevText.Many(Limits.DevicesMax));
        using Scrape scrape = new(path, NameScheme.All[0], withProcessMetrics: false);
        Assert.True(scrape.TryWrite(page, Now));
        File.WriteAllText(path, NetDevText.Many(Limits.DevicesMax + 1));
        Assert.Equal($"{path}: more than {Limits.DevicesMax} interfaces, the maximum\n", Fail(path));
    }

    [Fact]
    public void The_page_comes_back_when_the_file_does()
    {
        string path = Path.Combine(folder, "dev");
        using Scrape scrape = new(path, NameScheme.All[0], withProcessMetrics: false);
        Assert.False(scrape.TryWrite(page, Now));
        File.WriteAllText(path, NetDevText.Many(1));
        Assert.True(scrape.TryWrite(page, Now));
        File.WriteAllText(path, "");
        Assert.False(scrape.TryWrite(page, Now));
        File.WriteAllText(path, NetDevText.Many(1));
        Assert.True(scrape.TryWrite(page, Now));
    }

    [Theory]
    [InlineData(Errno.EPERM, "; that procfs has hidepid=1", true)]
    [InlineData(Errno.ENOENT, "No such file or directory; ", true)]
    [InlineData(Errno.ENOTDIR, "Not a directory; ", true)]
    [InlineData(Errno.EACCES, "; its mode or a security module", false)] // no mount helps
    [InlineData(Errno.EIO, "Input/output error", false)] // nothing that is known helps
    internal void An_error_of_the_kernel_is_told_with_what_helps(Errno error, string words, bool isMended)
    {
        Failure failure = Failure.OfSource(SourceStatus.CannotOpen, "/f", error);
        Assert.StartsWith("cannot open /f: ", failure.Text);
        Assert.Contains(words, failure.Text);
        Assert.Equal(isMended, failure.Volume.Length + failure.Flag.Length > 0);
        Assert.Equal(isMended && !NetworkNamespace.IsHostNamespace ? "/proc/1/net/dev:/f:ro" : "", failure.Volume);
    }

    [Theory]
    [InlineData(Errno.EADDRINUSE, ":8080", 8080, "--web.listen-address=:8081")]
    [InlineData(Errno.EADDRINUSE, ":65535", 65535, "--web.listen-address=:65534")]
    [InlineData(Errno.EADDRINUSE, "127.0.0.1:8080", 8080, "--web.listen-address=127.0.0.1:8081")] // and not everybody's
    [InlineData(Errno.EADDRINUSE, "[::1]:8080", 8080, "--web.listen-address=[::1]:8081")]
    [InlineData(Errno.EADDRNOTAVAIL, "192.0.2.1:9100", 9100, "--web.listen-address=:9100")]
    [InlineData(Errno.EACCES, "127.0.0.1:80", 80, "--web.listen-address=127.0.0.1:8080")]
    [InlineData(Errno.EMFILE, ":80", 80, "")] // not the address's fault
    [InlineData(Errno.EADDRINUSE, "unix:/a:b", 0, "")] // a socket file
    internal void An_address_that_cannot_be_had_is_told_with_another(Errno error, string address, int port, string flag)
    {
        Failure failure = Failure.OfAddress(address, port, new Options().FindFreePort(port), error);
        Assert.StartsWith(address + ": ", failure.Text);
        Assert.Equal(flag, failure.Flag);
        Assert.EndsWith(flag, failure.Text);
    }

    [Fact]
    public void A_relative_path_is_told_with_a_mount_at_the_usual_one()
    {
        foreach (Failure failure in (Failure[])[
            Failure.OfSource(SourceStatus.CannotOpen, "proc/1/net/dev", Errno.ENOENT),
            Failure.OfSource(SourceStatus.OwnTable, "proc/1/net/dev", Errno.None)])
        {
            bool isHost = NetworkNamespace.IsHostNamespace && failure.Volume.Length == 0;
            Assert.Equal(isHost ? "" : "/proc/1/net/dev:/host/proc/1/net/dev:ro", failure.Volume);
            Assert.NotEqual("", failure.Flag);
        }

        Assert.Equal("", Failure.OfToken(TokenStatus.CannotRead, "token", Errno.ENOENT).Volume);
        Assert.Equal("", Failure.OfTextFile("a/netdev.prom", Errno.ENOENT).Volume);
    }

    [Fact]
    public void An_instance_that_is_not_ready_is_told_with_its_answer() =>
        Assert.Equal("process 7 is not ready: no page", Failure.OfInstance("7", "no page").Text);

    /// <summary>The change that helps: in the host's network none of the container's is needed.</summary>
    private static string Mend(string volume) =>
        "; " + (NetworkNamespace.IsHostNamespace ? "start it with --path.netdev=/proc/self/net/dev\n" : volume);

    public void Dispose()
    {
        page.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string Fail(string path)
    {
        using Scrape scrape = new(path, NameScheme.All[0], withProcessMetrics: true);
        Assert.False(scrape.TryWrite(page, Now));
        string reason = Latin1.Text(page.Body);
        Assert.Equal(reason.Length - 1, reason.IndexOf('\n'));
        return reason;
    }
}
