using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Xunit;

namespace NetdevExporter.EndToEnd.CommandLine;

/// <summary>
/// SIGTERM, SIGINT and SIGHUP: no new client, the responses in flight to their end, exit 0 within about a second.
/// </summary>
public sealed class SignalTests
{
    private static readonly string[] Source = ["--path.procfs=/proc", "--source.allow-own"];

    /// <summary>One of grace, and what a busy machine adds, or qemu.</summary>
    internal static readonly double SecondsMax = Machine.IsEmulated ? 4 : 2.5;

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public void An_idle_one_stops_at_once_with_exit_0(string signal)
    {
        using Instance exporter = StartInForeground();
        using WireClient silent = exporter.Connect();
        using WireClient kept = exporter.Connect();
        using WireClient partial = exporter.Connect();
        partial.Send("GET /metr");
        Assert.Equal(200, kept.Get("/metrics").Status);
        Stopwatch clock = Stopwatch.StartNew();
        exporter.Signal(signal);
        Assert.Equal(0, exporter.AwaitExit());
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, SecondsMax);
        Assert.Empty(kept.ReadToEnd());
        Assert.Contains("stopped", exporter.LogLines[^1]);
    }

    [Fact]
    public void A_response_in_flight_is_finished_and_no_new_client_is_taken()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Many(500)));
        using WireClient slow = exporter.Connect(receiveBufferBytes: 4096);
        slow.Request("/metrics");
        slow.AwaitBytes(); // the response has begun and fills every buffer
        exporter.Signal("TERM");
        Wait.Until(() => IsRefused(exporter.Address), 1, "the end of listening");
        Assert.False(exporter.HasExited);
        WireResponse response = slow.Read();
        Assert.Equal(200, response.Status);
        Assert.Equal((byte)'\n', response.Body[^1]);
        Assert.Empty(slow.ReadToEnd());
        Assert.Equal(0, exporter.AwaitExit());
    }

    [Fact]
    public void A_client_that_never_takes_its_response_delays_the_stop_by_a_second_at_most()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Many(20_000)));
        using WireClient stuck = exporter.Connect(receiveBufferBytes: 4096);
        stuck.Request("/metrics");
        stuck.AwaitBytes(); // its page is made
        Stopwatch clock = Stopwatch.StartNew();
        Assert.Equal(0, exporter.Stop());
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.5, SecondsMax);
    }

    /// <summary>In a thread that did not, such a signal would end the process by the kernel's default.</summary>
    [Fact]
    public void Every_thread_blocks_the_signals_that_stop_it_and_there_are_two()
    {
        Machine.SkipUnderEmulation("qemu adds a thread");
        using Instance exporter = StartInForeground();
        const ulong Stopping = (1UL << (1 - 1)) | (1UL << (2 - 1)) | (1UL << (15 - 1)); // SIGHUP, SIGINT, SIGTERM
        const ulong Writing = (1UL << (13 - 1)) | (1UL << (22 - 1)) | (1UL << (25 - 1)); // SIGPIPE, SIGTTOU, SIGXFSZ
        string[] threads = System.IO.Directory.GetDirectories($"/proc/{exporter.ProcessId}/task");
        Assert.Equal([Stopping | Writing, Stopping | Writing], threads.Select(thread => ReadMask(thread, "SigBlk:")));
    }

    [Theory]
    [InlineData("INT", 2, "as in a shell's background")]
    [InlineData("HUP", 1, "as under nohup")]
    public void A_signal_that_was_ignored_stays_so(string signal, int number, string reason)
    {
        using Instance exporter = Instance.StartAt(
            FreePort.TakeLoopback(), Source, "sh", "-c", $"trap '' {signal}; exec \"$0\" \"$@\"");
        ulong bit = 1UL << (number - 1);
        string process = $"/proc/{exporter.ProcessId}";
        if (!Machine.IsEmulated) // the masks are qemu's then
        {
            Assert.Equal(bit, ReadMask(process, "SigIgn:") & bit);
            Assert.Equal(0UL, ReadMask(process, "SigBlk:") & bit);
        }

        exporter.Signal(signal); // which the kernel drops: ignored, and not blocked
        Assert.True(exporter.Get("/metrics").Status == 200, reason);
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void A_signal_that_comes_at_any_moment_of_the_start_ends_it()
    {
        for (int i = 0; i < 40; i++)
        {
            string address = Instance.Flag(FreePort.TakeLoopback());
            ProcessStartInfo start = new(Machine.Executable, ["--web.listen-address", address, .. Source])
            {
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            Thread.Sleep(TimeSpan.FromMicroseconds(i * 50));
            Instance.SignalProcess("TERM", process.Id);
            Assert.True(process.WaitForExit(5000), $"{i * 50} µs");
            Assert.True(process.ExitCode is 0 or 128 + 15, $"{process.ExitCode}");
        }
    }

    [Fact]
    public void SIGPIPE_is_nothing_to_it()
    {
        using Instance exporter = Instance.Start(Source);
        exporter.Signal("PIPE");
        Assert.Equal(200, exporter.Get("/metrics").Status);
    }

    [Fact]
    public void Stopped_and_continued_it_serves_on()
    {
        using Instance exporter = Instance.Start(Source);
        using WireClient client = exporter.Connect();
        exporter.Signal("STOP");
        string status = $"/proc/{exporter.ProcessId}/status";
        Wait.Until(() => System.IO.File.ReadAllText(status).Contains("\nState:\tT "), 5, "the stop");
        client.Request("/metrics");
        exporter.Signal("CONT");
        Assert.Equal(200, client.Read().Status);
    }

    [Fact]
    public void Stopped_under_load_it_answers_whole_or_not_at_all()
    {
        using Instance exporter = Instance.Start(Source);
        int wholes = 0;
        Exception? broken = null;
        Thread load = new(() =>
        {
            try
            {
                while (true)
                {
                    using WireClient client = new(exporter.Address);
                    client.Request("/metrics", "GET", "Connection: close\r\n");
                    byte[] answer = client.ReadToEnd();
                    wholes += answer.AsSpan().EndsWith("\n"u8) ? 1 : 0;
                    Assert.True(answer.Length == 0 || answer[^1] == (byte)'\n');
                }
            }
            catch (SocketException)
            {
                return; // refused: it has stopped
            }
            catch (Exception exception)
            {
                broken = exception;
            }
        });
        load.Start();
        Wait.Until(() => Volatile.Read(ref wholes) >= 20, 10, "some answers");
        Assert.Equal(0, exporter.Stop());
        Assert.True(load.Join(10_000));
        Assert.Null(broken);
        Assert.InRange(wholes, 1, int.MaxValue);
    }

    /// <summary>With the signals as a terminal has them, also where the tests run in the background.</summary>
    private static Instance StartInForeground() => Instance.StartAt(
        FreePort.TakeLoopback(), Source, "env", "--default-signal=INT,HUP");

    /// <summary>A set of signals as a thread's status shows it: signal 1 is bit 0.</summary>
    private static ulong ReadMask(string threadFolder, string name)
    {
        string line = System.IO.File.ReadLines(threadFolder + "/status").Single(line => line.StartsWith(name));
        return ulong.Parse(line.Split('\t')[1], System.Globalization.NumberStyles.HexNumber);
    }

    private static bool IsRefused(EndPoint address)
    {
        try
        {
            using WireClient client = new(address);
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }
}
