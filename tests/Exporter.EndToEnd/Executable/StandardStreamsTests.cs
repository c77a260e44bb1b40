using System.IO;
using System.Text;
using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>
/// Whatever became of stdin, stdout and stderr, it serves: the log is not worth an answer, nor is it ever sent to a
/// client.
/// </summary>
public sealed class StandardStreamsTests
{
    public static TheoryData<string, string> Redirections => new()
    {
        { "2>&-", "stderr closed" },
        { ">&-", "stdout closed" },
        { "<&- >&- 2>&-", "all closed: the first files it opens get their numbers" },
        { "2>/dev/full", "a log that can't be written" },
        { "3<>\"$PIPE\" 2>\"$PIPE\" 3<&-", "a log that nobody reads any more (SIGPIPE)" },
        { "2<>\"$PIPE\"", "a log whose pipe is full" },
    };

    [Theory]
    [MemberData(nameof(Redirections))]
    public void It_serves_and_stops_with_exit_0(string redirection, string reason)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.Plain);
        string pipe = folder.PathOf("pipe");
        Tool.Succeed("mkfifo", [pipe]);
        using FileStream? reader = redirection.StartsWith("2<>") ? FillPipe(pipe) : null;
        string script = $"PIPE='{pipe}'; exec \"$0\" \"$@\" {redirection}";
        using Instance exporter = Instance.StartAt(
            FreePort.TakeLoopback(), ["--path.netdev", path], "sh", "-c", script);
        using WireClient client = exporter.Connect();
        Assert.True(client.Get("/metrics").Status == 200, reason);

        File.Delete(path); // so that there is something to log, while connections come and go
        Assert.Equal(503, exporter.AwaitStatus("/metrics", 503).Status);
        folder.Write("dev", NetDevText.Plain);
        Assert.Equal(200, exporter.AwaitStatus("/metrics", 200).Status);
        Assert.Equal(200, client.Get("/-/healthy").Status);
        Assert.False(client.IsClosedWithin(50));
        Assert.DoesNotContain("level=", File.ReadAllText(path));
        Assert.Equal(0, exporter.Stop());
        Assert.Equal("", Encoding.Latin1.GetString(client.ReadToEnd()));
    }

    [Fact]
    public void A_log_file_at_its_limit_of_size_ends_nothing()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.Plain);
        string log = folder.PathOf("log");
        using Instance exporter = Instance.StartAt( // a block has 512 bytes
            FreePort.TakeLoopback(), ["--path.netdev", path],
            "sh", "-c", $"ulimit -f 1; exec \"$0\" \"$@\" 2>'{log}'");
        for (int i = 0; i < 8; i++)
        {
            folder.Write("dev", i % 2 == 0 ? "no table\n" : NetDevText.Plain);
            Assert.Equal(i % 2 == 0 ? 503 : 200, exporter.Get("/metrics").Status);
        }

        Assert.Equal(512, new FileInfo(log).Length);
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void Closed_standard_streams_are_not_taken_for_sockets()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("dev");
        using Instance exporter = Instance.StartAt(
            FreePort.TakeLoopback(), ["--path.netdev", path], "sh", "-c", "exec \"$0\" \"$@\" <&- >&- 2>&-");
        for (int i = 0; i < 2; i++)
        {
            using WireClient silent = exporter.Connect();
            using WireClient other = exporter.Connect();
            Assert.Equal(503, other.Get("/metrics").Status);
            folder.Write("dev", NetDevText.Plain);
            Wait.Until(() => other.Get("/metrics").Status == 200, 4, "the file");
            Assert.True(silent.IsQuiet()); // not closed, and no line of the log arrived at it
            File.Delete(path);
            Wait.Until(() => other.Get("/metrics").Status == 503, 4, "the end of the file");
        }
    }

    /// <summary>Fills a pipe, and keeps it open, so that nothing more can be written to it.</summary>
    private static FileStream FillPipe(string path)
    {
        FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        stream.Write(new byte[64 * 1024]);
        return stream;
    }
}
