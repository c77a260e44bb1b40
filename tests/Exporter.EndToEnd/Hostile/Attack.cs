using System;
using System.Diagnostics;
using System.Net;
using System.Threading;

namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>
/// A thousand connections to an exporter on the loopback that all do the same, from a thread and an address of their
/// own. One that is dropped comes back at once; one that reads little or nothing comes anew once a second, whether it
/// has seen that it was dropped or not.
/// </summary>
internal sealed class Attack : IDisposable
{
    internal const int Connections = 1_000;

    private const int SweepMilliseconds = 10;
    private const int SweepsOfDrip = 100;
    private const int SweepsOfDripRead = 5;
    private const int SmallBufferBytes = 4096;

    private static readonly IPAddress From = IPAddress.Parse("127.0.0.2");

    private readonly AttackKind kind;
    private readonly IPEndPoint address;
    private readonly PollEntry[] entries = new PollEntry[Connections];
    private readonly byte[] received = new byte[SmallBufferBytes];
    private readonly Thread thread;
    private volatile bool isOver;
    private long comings;

    internal Attack(AttackKind kind, Instance exporter)
    {
        this.kind = kind;
        address = (IPEndPoint)exporter.Address;
        thread = new Thread(Run);
        thread.Start();
    }

    /// <summary>How many connections were begun.</summary>
    internal long Comings => Interlocked.Read(ref comings);

    private bool IsReader => kind is AttackKind.NeverRead or AttackKind.DripRead or AttackKind.AskAndNeverRead;

    /// <summary>What a connection sends as soon as it is one.</summary>
    private ReadOnlySpan<byte> First =>
        IsReader ? "GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n"u8 : kind == AttackKind.Drip ? "G"u8 : default;

    /// <summary>Ends it: all connections are closed.</summary>
    public void Dispose()
    {
        isOver = true;
        thread.Join();
    }

    private void Run()
    {
        for (int i = 0; i < Connections; i++)
        {
            Come(i);
        }

        Stopwatch clock = Stopwatch.StartNew();
        int period = kind == AttackKind.DripRead ? SweepsOfDripRead : SweepsOfDrip;
        long done = 0;
        while (!isOver)
        {
            _ = SocketCalls.Poll(entries, Connections, SweepMilliseconds);
            long sweep = clock.ElapsedMilliseconds / SweepMilliseconds;
            for (int i = 0; i < Connections; i++)
            {
                bool isSecond = (sweep + i) / SweepsOfDrip > (done + i) / SweepsOfDrip;
                Look(i, isSecond, isDrip: (sweep + i) / period > (done + i) / period);
            }

            done = sweep;
        }

        foreach (PollEntry entry in entries)
        {
            _ = SocketCalls.Close(entry.Descriptor);
        }
    }

    /// <summary>
    /// Connects, and sends at once what the connection begins with: on the loopback it is one by now, unless there is
    /// no room to wait in; then what is sent is lost, and comes later.
    /// </summary>
    private void Come(int i)
    {
        int descriptor = SocketCalls.Connect(address, From, IsReader ? SmallBufferBytes : 0);
        bool isBegun = First.IsEmpty || SocketCalls.Send(descriptor, First) > 0;
        entries[i] = new PollEntry
        {
            Descriptor = descriptor,
            Events = (short)(SocketCalls.PollGone | (isBegun ? 0 : SocketCalls.PollOut)),
        };
        Interlocked.Increment(ref comings);
    }

    /// <summary>Does what a connection has to do now.</summary>
    private void Look(int i, bool isSecond, bool isDrip)
    {
        int descriptor = entries[i].Descriptor;
        if (descriptor < 0)
        {
            if (isSecond)
            {
                Come(i);
            }
        }
        else if (kind == AttackKind.OpenAndClose && i % 2 == 0)
        {
            SocketCalls.Reset(descriptor);
            Come(i);
        }
        else if (kind == AttackKind.OpenAndClose
            || (isDrip && kind == AttackKind.NeverRead)
            || (entries[i].Returned & SocketCalls.PollGone) != 0)
        {
            _ = SocketCalls.Close(descriptor);
            if (kind == AttackKind.DripRead)
            {
                entries[i].Descriptor = -1; // comes in its second
            }
            else
            {
                Come(i);
            }
        }
        else if ((entries[i].Returned & SocketCalls.PollOut) != 0)
        {
            entries[i].Events = SocketCalls.PollGone;
            _ = SocketCalls.Send(descriptor, First);
        }
        else if (isDrip && kind == AttackKind.DripRead)
        {
            _ = SocketCalls.Receive(descriptor, received);
        }
        else if (isDrip && !First.IsEmpty)
        {
            _ = SocketCalls.Send(descriptor, First);
        }
    }
}
