using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace NetdevExporter.EndToEnd.Soak;

/// <summary>
/// Clients that come and go until they are told to stop: those who scrape, who only look in, who take their time over
/// a request or an answer, who talk nonsense, and who go without a word.
/// </summary>
internal sealed class Crowd : IDisposable
{
    private const int Threads = 3;

    /// <summary>How many of a thread's clients stay at a time; all together are fewer than there are places.</summary>
    private const int Staying = 12;

    private readonly Instance exporter;
    private readonly CancellationTokenSource stop = new();
    private readonly Task[] threads;
    private int came;

    internal Crowd(Instance exporter)
    {
        this.exporter = exporter;
        threads = [.. Enumerable.Range(0, Threads).Select(number => Task.Factory.StartNew(
            () => ComeAndGo(number),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
    }

    /// <summary>How many clients there have been.</summary>
    internal int Came => came;

    /// <summary>Sends everybody home; a client whose answer was wrong is an exception.</summary>
    internal void Stop()
    {
        stop.Cancel();
        Assert.True(Task.WaitAll(threads, TimeSpan.FromSeconds(30)), "a client has got no answer");
    }

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }

    private void ComeAndGo(int thread)
    {
        Queue<WireClient> staying = new();
        for (int number = thread; !stop.IsCancellationRequested; number++)
        {
            WireClient client = new(exporter.Address, receiveBufferBytes: number % 8 == 5 ? 4096 : 0);
            Interlocked.Increment(ref came);
            Behave(client, number);
            staying.Enqueue(client);
            if (staying.Count > Staying)
            {
                staying.Dequeue().Dispose();
            }

            Thread.Sleep(2);
        }

        foreach (WireClient client in staying)
        {
            client.Dispose();
        }
    }

    private static void Behave(WireClient client, int number)
    {
        switch (number % 8)
        {
            case 0:
                Assert.True(client.Get("/metrics").Status is 200 or 503);
                break;
            case 1:
                Assert.True(client.Get("/metrics", "Connection: close\r\n").Status is 200 or 503);
                Assert.Empty(client.ReadToEnd());
                break;
            case 2:
                client.Send("GET /metr"); // and never the rest
                break;
            case 3:
                client.Send("GET /-/healthy HT");
                Thread.Sleep(20);
                client.Send("TP/1.1\r\nHost: h\r\n\r\n");
                Assert.Equal(200, client.Read().Status);
                break;
            case 4:
                client.Send("\x16\x03\x01 no HTTP at all \0\r\n\r\n");
                Assert.Equal(400, client.Read().Status);
                break;
            case 5:
                client.Request("/metrics"); // and never takes it
                break;
            case 6:
                client.Request("/metrics");
                client.Reset();
                break;
            default:
                break; // looks in and says nothing
        }
    }
}
