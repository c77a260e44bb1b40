using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Text;

namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>
/// Clients that send and never read, to have the server's kernel hold as much memory for them as it does: their answers
/// in the send buffers, and in the receive buffers what the server does not take.
/// </summary>
internal sealed class Hoard : IDisposable
{
    internal const int Clients = 64; // --web.max-connections

    private const int HeadBytesMax = 32 * 1024;
    private const int WriteBytes = 16 * 1024;
    private const int SmallBufferBytes = 4096;
    private const int QuietMilliseconds = 500;
    private const int SecondsMax = 3;

    private static readonly IPAddress From = IPAddress.Parse("127.0.0.4");

    private readonly byte[] text;
    private readonly bool isRepeated;
    private readonly int[] offsets = new int[Clients];
    private readonly PollEntry[] entries = new PollEntry[Clients];

    internal Hoard(HoardKind kind, IPEndPoint address)
    {
        const string Small = "GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n";
        string sent = kind switch
        {
            HoardKind.SmallRequests => Small,
            HoardKind.RequestsInOneWrite => string.Concat(Enumerable.Repeat(Small, WriteBytes / Small.Length)),
            HoardKind.Pages => "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n",
            _ => "GET / HTTP/1.1\r\nHost: x\r\nA: ".PadRight(HeadBytesMax - 4, 'a'),
        };
        text = Encoding.ASCII.GetBytes(sent);
        isRepeated = kind != HoardKind.PartialHead;
        for (int i = 0; i < Clients; i++)
        {
            int descriptor = SocketCalls.Connect(address, From, SmallBufferBytes);
            entries[i] = new PollEntry { Descriptor = descriptor, Events = SocketCalls.PollOut };
        }
    }

    /// <summary>Sends until no connection has taken anything for a while.</summary>
    /// <param name="look">What to do again and again meanwhile, and once at the end.</param>
    internal void Fill(Action look)
    {
        Stopwatch clock = Stopwatch.StartNew();
        long looked = 0;
        long sent = 0;
        while (clock.ElapsedMilliseconds - sent < QuietMilliseconds && clock.Elapsed.TotalSeconds < SecondsMax)
        {
            _ = SocketCalls.Poll(entries, Clients, 10);
            for (int i = 0; i < Clients; i++)
            {
                sent = TrySend(i) ? clock.ElapsedMilliseconds : sent;
            }

            if (clock.ElapsedMilliseconds - looked >= QuietMilliseconds / 5)
            {
                look();
                looked = clock.ElapsedMilliseconds;
            }
        }

        look();
    }

    public void Dispose()
    {
        foreach (PollEntry entry in entries)
        {
            SocketCalls.Reset(entry.Descriptor);
        }
    }

    /// <summary>Sends what a connection takes at once of the rest of a text.</summary>
    /// <returns>Whether it took something.</returns>
    private bool TrySend(int i)
    {
        if ((entries[i].Returned & SocketCalls.PollOut) == 0 || offsets[i] == text.Length)
        {
            return false;
        }

        nint count = SocketCalls.Send(entries[i].Descriptor, text.AsSpan(offsets[i]));
        if (count <= 0)
        {
            return false;
        }

        offsets[i] += (int)count;
        offsets[i] = isRepeated ? offsets[i] % text.Length : offsets[i];
        return true;
    }
}
