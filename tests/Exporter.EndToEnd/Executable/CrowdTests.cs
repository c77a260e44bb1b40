using System;
using System.Diagnostics;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>
/// Sixty-four clients of a thousand interfaces, a third of which take their answers slowly, so that several pages are
/// held at once: the peak has a bound, and what it took is given back.
/// </summary>
public sealed class CrowdTests
{
    private const int Clients = 64;
    private const int PeakKibibytesMax = 8 * 1024;
    private const int RestKibibytesMax = 1024;
    private const int TcpLevel = 6; // IPPROTO_TCP
    private const int MaximumSegment = 2; // TCP_MAXSEG

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Its_peak_is_within_8_MiB_and_most_of_it_is_given_back()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.OfContainers(1004)));
        int length = 0;
        for (int i = 0; i < 100; i++)
        {
            length = exporter.Get("/metrics").Body.Length;
        }

        ProcessMemory before = ProcessMemory.Of(exporter);
        Task<int>[] crowd = [.. Enumerable.Range(0, Clients).Select(number => Task.Factory.StartNew(
            () => number % 3 == 0 ? AskAndDawdle(exporter, length, number) : Ask(exporter, length),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        int[] answers = await Task.WhenAll(crowd);
        ProcessMemory after = AwaitRest(exporter, before.Resident + RestKibibytesMax);
        TestContext.Current.SendDiagnosticMessage(
            $"{answers.Sum()} answers of {length} bytes: before {before}, after {after}");
        Assert.All(answers.Where((_, number) => number % 3 != 0), count => Assert.NotEqual(0, count));
        Assert.InRange(after.Peak, before.Resident + (2 * length / 1024), PeakKibibytesMax); // three pages were held
        Assert.InRange(after.Resident, 0, before.Resident + RestKibibytesMax);
    }

    /// <summary>Asks again and again; returns how often it was answered, always whole.</summary>
    private static int Ask(Instance exporter, int length)
    {
        using WireClient client = exporter.Connect();
        int answers = 0;
        for (Stopwatch clock = Stopwatch.StartNew(); clock.Elapsed < Duration; answers++)
        {
            WireResponse response = client.Get("/metrics");
            Assert.Equal(200, response.Status);
            Assert.InRange(response.Body.Length, length - 500, length + 500);
        }

        return answers;
    }

    /// <summary>
    /// Asks and takes a little at a time, several seconds for a page. May be dropped: when all pages are held, the one
    /// that was taken from least goes.
    /// </summary>
    private static int AskAndDawdle(Instance exporter, int length, int number)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveBufferSize = 4096,
            ReceiveTimeout = 15_000,
        };
        // As far away, so that the server's kernel does not take the whole page, which it does over loopback.
        socket.SetRawSocketOption(TcpLevel, MaximumSegment, BitConverter.GetBytes(536));
        Thread.Sleep(number * 10); // so that they hold different pages
        byte[] buffer = new byte[8192];
        int received = 0;
        try
        {
            socket.Connect(exporter.Address);
            for (Stopwatch clock = Stopwatch.StartNew(); clock.Elapsed < Duration;)
            {
                socket.Send("GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n"u8);
                int rest = length;
                while (rest > 0 && clock.Elapsed < Duration)
                {
                    int count = socket.Receive(buffer);
                    if (count == 0)
                    {
                        return received / length;
                    }

                    received += count;
                    rest -= count;
                    Thread.Sleep(20);
                }
            }
        }
        catch (SocketException)
        {
            // It was dropped.
        }

        return received / length;
    }

    private static ProcessMemory AwaitRest(Instance exporter, long residentMax)
    {
        for (int attempt = 0; attempt < 60 && ProcessMemory.Of(exporter).Resident > residentMax; attempt++)
        {
            Thread.Sleep(50);
        }

        return ProcessMemory.Of(exporter);
    }
}
