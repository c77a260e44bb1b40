using System;
using System.Diagnostics;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Connections;

/// <summary>
/// One client: its socket, what has arrived of its requests, and the rest of the response that it is taking. A state
/// machine: each method names the states that it leads from and to, and <see cref="Enter"/> makes every transition.
/// </summary>
/// <remarks>One response at a time. A closed connection is opened again for another client.</remarks>
internal sealed class Connection : IDisposable
{
    private readonly StreamSocket socket = new();
    private readonly NativeBuffer received = new();
    private readonly NativeBuffer unsent = new();
    private int start;
    private int end;
    private int unsentStart;
    private Page? page;
    private int pagePosition;

    internal int Descriptor => socket.Descriptor;

    internal PollDescriptor PollDescriptor => State.PollDescriptorFor(Descriptor);

    internal ConnectionState State { get; private set; }

    /// <summary>When the state has lasted too long, in milliseconds, on the server's clock.</summary>
    internal long Deadline { get; private set; }

    /// <summary>From when on the connection can be closed if another client needs its place.</summary>
    internal long EvictableAt { get; private set; }

    /// <summary>Whether there is something to do for it: poll(2) has named it, and nobody has looked yet.</summary>
    internal bool IsReady { get; set; }

    /// <summary>Whether it has ever taken a response: one that has not may only hold a place.</summary>
    internal bool IsServed { get; private set; }

    /// <summary>The request that is being answered.</summary>
    internal PendingAnswer Pending { get; private set; }

    /// <summary>What has arrived and is not consumed.</summary>
    internal ReadOnlySpan<byte> Unread => received.Bytes[start..end];

    /// <summary>Whether what has arrived fills the buffer, which is as large as a head may be.</summary>
    internal bool IsBufferFull => end - start == received.Length;

    /// <summary>Closed to Idle: begins with a client, which has a moment to send its request.</summary>
    /// <param name="client">The descriptor of its socket; closed with the connection.</param>
    /// <returns>false if there is no memory to receive into.</returns>
    internal bool TryOpen(int client, long now)
    {
        socket.Open(client);
        IsServed = false;
        Enter(ConnectionState.Idle, now);
        EvictableAt = now + Limits.NewcomerMilliseconds;
        return received.TryGrow(Limits.HeadBytesMax);
    }

    /// <summary>Idle or ReadingHead: receives what has arrived; closes if the client has.</summary>
    /// <returns>Whether anything has arrived.</returns>
    internal bool Receive(long now)
    {
        Debug.Assert(State is ConnectionState.Idle or ConnectionState.ReadingHead, "receives at the wrong time");
        if (start > 0)
        {
            received.Bytes[start..end].CopyTo(received.Bytes);
            (start, end) = (0, end - start);
        }

        if (!socket.TryReceive(received.Bytes[end..], out int count))
        {
            Close();
            return false;
        }

        end += count;
        if (count > 0 && State == ConnectionState.Idle)
        {
            long evictableAt = EvictableAt;
            Enter(ConnectionState.ReadingHead, now);
            EvictableAt = evictableAt; // a byte does not keep the place
        }

        return count > 0;
    }

    /// <summary>RequestBuffered to ReadingHead: what has arrived is not a whole head.</summary>
    internal void AwaitRest(long now)
    {
        if (State == ConnectionState.RequestBuffered)
        {
            Enter(ConnectionState.ReadingHead, now);
        }
    }

    /// <summary>To AwaitingPage: takes a request's head off what has arrived, for Respond to answer.</summary>
    /// <param name="length">The head's bytes.</param>
    internal void TakeRequest(int length, PendingAnswer pending, long now)
    {
        Pending = pending;
        start += length;
        (start, end) = start == end ? (0, 0) : (start, end);
        Enter(ConnectionState.AwaitingPage, now);
    }

    /// <summary>
    /// AwaitingPage to SendingResponse, and further as far as the client takes it: sends some bytes and then, if there
    /// is one, a page.
    /// </summary>
    /// <param name="bytes">Copied if the client does not take them at once.</param>
    /// <param name="rest">Held until it is taken.</param>
    /// <param name="restPosition">Where in the page to begin.</param>
    internal void Respond(scoped ReadOnlySpan<byte> bytes, Page? rest, int restPosition, long now)
    {
        Enter(ConnectionState.SendingResponse, now);
        if (rest is not null)
        {
            page = rest;
            page.Holders++;
            pagePosition = restPosition;
        }

        if (bytes.IsEmpty || TrySend(ref bytes, now))
        {
            Send(now);
        }
        else if (State == ConnectionState.SendingResponse && unsent.TryGrow(bytes.Length))
        {
            unsentStart = 0;
            bytes.CopyTo(unsent.Bytes);
        }
        else
        {
            Close(); // the client is gone, or there is no memory to keep its response in
        }

        EvictableAt = State.EvictableFrom(now); // so far the kernel has taken it, not the client
    }

    /// <summary>SendingResponse: sends what the client takes; then to RequestBuffered, Idle or Draining.</summary>
    internal void Send(long now)
    {
        Debug.Assert(State == ConnectionState.SendingResponse, "sends at the wrong time");
        if (unsent.Length > 0)
        {
            ReadOnlySpan<byte> bytes = unsent.Bytes[unsentStart..];
            if (!TrySend(ref bytes, now))
            {
                unsentStart = unsent.Length - bytes.Length;
                return;
            }

            unsent.Dispose();
        }

        if (page is Page held)
        {
            ReadOnlySpan<byte> bytes = held.From(pagePosition);
            bool isSent = TrySend(ref bytes, now);
            pagePosition = held.ResponseEnd - bytes.Length;
            if (!isSent)
            {
                return;
            }

            ReleasePage();
        }

        IsServed = true;
        if (Pending.KeepAlive)
        {
            Enter(end > start ? ConnectionState.RequestBuffered : ConnectionState.Idle, now);
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

    /// <summary>Draining: discards what the client still sends: a reset would cut the last response.</summary>
    internal void Drain()
    {
        Debug.Assert(State == ConnectionState.Draining, "drains at the wrong time");
        if (!socket.TryReceive(received.Bytes, out _))
        {
            Close();
        }
    }

    /// <summary>Any state to Closed.</summary>
    internal void Close()
    {
        ReleasePage();
        socket.Dispose();
        received.Dispose();
        unsent.Dispose();
        (start, end) = (0, 0);
        Enter(ConnectionState.Closed, now: 0);
    }

    public void Dispose() => Close();

    /// <summary>Whether it holds this page.</summary>
    internal bool Holds(Page other) => page == other;

    /// <summary>The one place where the state changes.</summary>
    private void Enter(ConnectionState next, long now)
    {
        Debug.Assert(State.MayBecome(next), "no such transition");
        State = next;
        Deadline = next.DeadlineFrom(now);
        EvictableAt = next.EvictableFrom(now);
        AssertInvariants();
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(State == ConnectionState.Closed == Descriptor < 0, "a descriptor exactly while it is open");
        Debug.Assert(start >= 0 && start <= end && end <= received.Length, "the unread bytes are in the buffer");
        Debug.Assert(page is null || State == ConnectionState.SendingResponse, "a page is held only to send it");
        Debug.Assert(unsent.Length == 0 || State == ConnectionState.SendingResponse, "bytes are kept only to send");
        Debug.Assert(State != ConnectionState.Idle || start == end, "an idle connection has no unread bytes");
    }

    /// <summary>Sends what the client takes, which lengthens its stay: see the limits for rate and bound.</summary>
    /// <returns>false if bytes are left, or if the client is gone; then the connection is closed.</returns>
    private bool TrySend(scoped ref ReadOnlySpan<byte> bytes, long now)
    {
        if (!socket.TrySend(bytes, out int count))
        {
            Close();
            return false;
        }

        bytes = bytes[count..];
        long earned = count * 1000L / Limits.TakenBytesPerSecondMin;
        EvictableAt = long.Min(EvictableAt + earned, now + (2 * Limits.StallMilliseconds));
        return bytes.IsEmpty;
    }

    private void ReleasePage()
    {
        page?.Release();
        page = null;
    }
}
