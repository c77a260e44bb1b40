using System;
using System.Diagnostics;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Connections;

/// <summary>
/// One client: its socket, the received part of its requests, and the unsent part of its response. A state machine:
/// each method names its states before and after, and <see cref="Enter"/> makes every transition.
/// </summary>
/// <remarks>Sends one response at a time. A closed connection is reused for another client.</remarks>
/// <param name="throughput">What the clients of all connections take.</param>
internal sealed class Connection(Throughput throughput) : IDisposable
{
    private readonly StreamSocket socket = new();
    private readonly ReceiveBuffer received = new();
    private readonly NativeBuffer unsent = new();
    private readonly Stay stay = new(throughput);
    private int unsentStart;
    private Page? page;
    private int pagePosition;
    private bool hasRequested;
    private int sentBytes;

    internal int Descriptor => socket.Descriptor;

    internal PollDescriptor PollDescriptor => State.PollDescriptorFor(Descriptor);

    internal ConnectionState State { get; private set; }

    /// <summary>When the state times out, in milliseconds on the server's clock.</summary>
    internal long Deadline { get; private set; }

    /// <summary>When the connection can be evicted for another client.</summary>
    internal long EvictableAt => stay.EndsAt(State == ConnectionState.SendingResponse);

    /// <summary>Whether poll(2) reported the connection, and it was not handled yet.</summary>
    internal bool IsReady { get; set; }

    /// <summary>Whether its client has sent a request, and may send another; others only hold a place.</summary>
    internal bool IsActive => hasRequested && State != ConnectionState.Draining;

    /// <summary>The request that is being answered.</summary>
    internal PendingAnswer Pending { get; private set; }

    /// <summary>The received bytes that are not consumed.</summary>
    internal ReadOnlySpan<byte> Unread => received.Unread;

    /// <summary>Closed to Idle: opens the connection for a client.</summary>
    /// <param name="client">The socket's descriptor; closed with the connection.</param>
    /// <returns>false if there is no memory for the buffer.</returns>
    internal bool TryOpen(int client, long now)
    {
        socket.Open(client);
        hasRequested = false;
        Enter(ConnectionState.Idle, now);
        stay.Begin(now + Limits.NewConnectionMilliseconds);
        return received.TryOpen();
    }

    /// <summary>Idle or ReadingHead: receives what has arrived; closes the connection if the client did.</summary>
    /// <returns>Whether a request may be complete, or seen to be invalid.</returns>
    internal bool Receive(long now)
    {
        Debug.Assert(State is ConnectionState.Idle or ConnectionState.ReadingHead, "receives at the wrong time");
        if (!received.TryReceive(socket, out bool isWorthParsing))
        {
            Close();
            return false;
        }

        if (!received.IsEmpty && State == ConnectionState.Idle)
        {
            long end = EvictableAt;
            Enter(ConnectionState.ReadingHead, now);
            stay.Begin(end); // a partial head does not postpone eviction
        }

        return isWorthParsing;
    }

    /// <summary>RequestBuffered or ReadingHead, to ReadingHead: makes room for the rest of a head.</summary>
    /// <returns>false if there is no memory for it.</returns>
    internal bool TryAwaitRest(long now)
    {
        if (State == ConnectionState.RequestBuffered)
        {
            Enter(ConnectionState.ReadingHead, now);
        }

        return received.TryMakeRoom();
    }

    /// <summary>To AwaitingPage: consumes a request's head, for Respond to answer.</summary>
    internal void TakeRequest(int length, PendingAnswer pending, long now)
    {
        Pending = pending;
        hasRequested = true;
        received.Consume(length);
        Enter(ConnectionState.AwaitingPage, now);
    }

    /// <summary>AwaitingPage to SendingResponse, and on if all is sent: sends bytes, then the page, if any.</summary>
    /// <param name="bytes">Copied if they cannot be sent at once.</param>
    /// <param name="rest">Held until it is sent.</param>
    /// <param name="restPosition">Where in the page to begin.</param>
    internal void Respond(scoped ReadOnlySpan<byte> bytes, Page? rest, int restPosition, long now)
    {
        Enter(ConnectionState.SendingResponse, now);
        sentBytes = 0;
        if (rest is not null)
        {
            page = rest;
            page.Holders++;
            pagePosition = restPosition;
        }

        if (bytes.IsEmpty || TrySend(ref bytes))
        {
            SendRest(now);
        }
        else if (State == ConnectionState.SendingResponse && unsent.TryGrow(bytes.Length))
        {
            unsentStart = 0;
            bytes.CopyTo(unsent.Bytes);
        }
        else
        {
            Close(); // the client is gone, or there is no memory for the copy
        }
    }

    /// <summary>
    /// SendingResponse: sends what it can; at the end, to RequestBuffered, Idle or Draining. What the client has taken
    /// postpones eviction, its own and others'; what the kernel took at first, in Respond, does not.
    /// </summary>
    internal void Send(long now)
    {
        Debug.Assert(State == ConnectionState.SendingResponse, "sends at the wrong time");
        int before = sentBytes;
        SendRest(now);
        throughput.Add(before, sentBytes);
        if (State == ConnectionState.SendingResponse)
        {
            stay.Extend(sentBytes - before, now);
        }
    }

    /// <summary>Draining: discards input; otherwise a reset could destroy the last response.</summary>
    internal void Drain()
    {
        Debug.Assert(State == ConnectionState.Draining, "drains at the wrong time");
        if (!received.TryDiscard(socket))
        {
            Close();
        }
    }

    /// <summary>Any state to Closed.</summary>
    internal void Close()
    {
        page?.Release();
        page = null;
        socket.Dispose();
        received.Dispose();
        unsent.Dispose();
        Enter(ConnectionState.Closed, now: 0);
    }

    public void Dispose() => Close();

    /// <summary>Whether the connection holds this page.</summary>
    internal bool Holds(Page other) => page == other;

    private void SendRest(long now)
    {
        if (unsent.Length > 0)
        {
            ReadOnlySpan<byte> bytes = unsent.Bytes[unsentStart..];
            if (!TrySend(ref bytes))
            {
                unsentStart = unsent.Length - bytes.Length;
                return;
            }

            unsent.Dispose();
        }

        if (page is Page held)
        {
            ReadOnlySpan<byte> bytes = held.From(pagePosition);
            if (!TrySend(ref bytes))
            {
                pagePosition = held.ResponseEnd - bytes.Length;
                return;
            }

            held.Release();
            page = null;
        }

        if (Pending.KeepAlive)
        {
            Enter(received.IsEmpty ? ConnectionState.Idle : ConnectionState.RequestBuffered, now);
        }
        else if (socket.TryShutdown())
        {
            Enter(ConnectionState.Draining, now);
        }
        else
        {
            Close();
        }
    }

    /// <summary>Changes the state; nothing else does.</summary>
    private void Enter(ConnectionState next, long now)
    {
        Debug.Assert(State.MayBecome(next), "no such transition");
        State = next;
        Deadline = next.DeadlineFrom(now);
        stay.Begin(next.EvictableFrom(now));
        AssertInvariants();
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(State == ConnectionState.Closed == Descriptor < 0, "a descriptor if and only if it is open");
        bool hasUnsent = page is not null || unsent.Length > 0;
        Debug.Assert(!hasUnsent || State == ConnectionState.SendingResponse, "a response is held only to send it");
        Debug.Assert(State != ConnectionState.Idle || received.IsEmpty, "an idle connection has no unread bytes");
    }

    /// <summary>Sends as much as possible.</summary>
    /// <returns>false if bytes are left, or if the client is gone and the connection was closed.</returns>
    private bool TrySend(scoped ref ReadOnlySpan<byte> bytes)
    {
        if (!socket.TrySend(bytes, out int count))
        {
            Close();
            return false;
        }

        sentBytes += count;
        bytes = bytes[count..];
        return bytes.IsEmpty;
    }
}
