using System;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Connections;

/// <summary>
/// One client: its socket, what has arrived of its requests, and what is left of the response it is taking. One
/// response at a time: nothing more is received until the last one is taken. When it is closed it serves another
/// client: however many come and go, they leave nothing for the managed heap to collect.
/// </summary>
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
    private int pageFirst;
    private long respondedAt;

    internal int Descriptor => socket.Descriptor;

    internal ConnectionState State { get; set; } = ConnectionState.Closed;

    /// <summary>When patience ends, in milliseconds on the server's clock.</summary>
    internal long Deadline { get; private set; }

    /// <summary>When it last took some of a response; when it came, before the first.</summary>
    internal long LastServedAt { get; private set; }

    /// <summary>From when on it can be dropped for another: a moment after it ceased to keep up, or came.</summary>
    internal long LeavesAt =>
        State switch
        {
            ConnectionState.Sending => KeptUpUntil + Limits.PlaceMilliseconds,
            ConnectionState.Receiving when !HasBeenServed => LastServedAt + Limits.NewcomerMilliseconds,
            _ => LastServedAt,
        };

    /// <summary>Whether it has ever taken a response; who has not may have come to hold a place.</summary>
    internal bool HasBeenServed { get; private set; }

    /// <summary>
    /// Until when it has taken its response as promptly as is fair: when it last took some, or earlier, where that was
    /// less than a moderate network takes since the response filled what the kernel keeps of it.
    /// </summary>
    private long KeptUpUntil => long.Min(
        LastServedAt, respondedAt + ((pagePosition - pageFirst) * 1000L / Limits.TakenBytesPerSecondMin));

    /// <summary>What has arrived and is not consumed.</summary>
    internal ReadOnlySpan<byte> Unread => received.Bytes[start..end];

    /// <summary>Whether a request's head has begun to arrive.</summary>
    internal bool HasPartialHead => State == ConnectionState.Receiving && end > start;

    /// <summary>Whether what has arrived fills all the room there is for a head.</summary>
    internal bool HasFullBuffer => end - start == received.Length;

    /// <summary>Whether requests have arrived that it was not its turn for yet.</summary>
    internal bool HasMore { get; set; }

    /// <summary>What the request being answered asked for; set by the server when it is complete.</summary>
    internal PendingAnswer Pending { get; set; }

    /// <summary>Begins with a client.</summary>
    /// <param name="client">The descriptor of its socket; closed with the connection.</param>
    /// <returns>false where there is no memory to receive into; it can be answered and closed then.</returns>
    internal bool TryOpen(int client, long now)
    {
        socket.Open(client);
        State = ConnectionState.Receiving;
        (start, end) = (0, 0);
        (HasBeenServed, HasMore) = (false, false);
        LastServedAt = respondedAt = now;
        Deadline = now + (Limits.IdleSeconds * 1000L);
        return received.TryGrow(Limits.HeadBytesMax);
    }

    /// <summary>Whether it holds this page.</summary>
    internal bool Holds(Page other) => page == other;

    /// <summary>Receives what has arrived; false where the client has closed or is gone.</summary>
    internal bool TryReceive(long now)
    {
        if (start > 0)
        {
            received.Bytes[start..end].CopyTo(received.Bytes);
            (start, end) = (0, end - start);
        }

        if (!socket.TryReceive(received.Bytes[end..], out int count))
        {
            return false;
        }

        if (count > 0 && end == start)
        {
            Deadline = now + (Limits.HeadSeconds * 1000L); // a head begins
        }

        end += count;
        return true;
    }

    /// <summary>Takes a request's head off what has arrived; what is behind it begins the next one.</summary>
    internal void Consume(int length, long now)
    {
        start += length;
        if (start == end)
        {
            start = end = 0;
        }

        Deadline = now + ((end > start ? Limits.HeadSeconds : Limits.IdleSeconds) * 1000L);
    }

    /// <summary>Sends a response: first some bytes, then, if one is given, a page from a place in it on.</summary>
    /// <param name="bytes">Copied where the client does not take them at once.</param>
    /// <param name="rest">Held until it is taken.</param>
    internal void Respond(scoped ReadOnlySpan<byte> bytes, Page? rest, int restPosition, long now)
    {
        State = ConnectionState.Sending;
        Deadline = now + (Limits.ResponseSeconds * 1000L);
        respondedAt = now;
        if (rest is not null)
        {
            page = rest;
            page.Holders++;
            pagePosition = restPosition;
            pageFirst = restPosition;
        }

        if (bytes.IsEmpty || TrySend(ref bytes, now))
        {
            Flush(now);
            pageFirst = pagePosition;
        }
        else if (State == ConnectionState.Sending && unsent.TryGrow(bytes.Length))
        {
            unsentStart = 0;
            bytes.CopyTo(unsent.Bytes);
        }
        else
        {
            State = ConnectionState.Closed; // gone, or there is no memory to keep its answer in
        }
    }

    /// <summary>
    /// Sends what is left of the response; with nothing left, goes on to the next request or to the end.
    /// </summary>
    internal void Flush(long now)
    {
        if (unsent.Length > 0)
        {
            ReadOnlySpan<byte> bytes = unsent.Bytes[unsentStart..];
            bool isSent = TrySend(ref bytes, now);
            unsentStart = unsent.Length - bytes.Length;
            if (!isSent)
            {
                return;
            }

            unsent.Dispose();
        }

        if (page is not null)
        {
            ReadOnlySpan<byte> bytes = page.From(pagePosition);
            bool isSent = TrySend(ref bytes, now);
            pagePosition = page.ResponseEnd - bytes.Length;
            page.LeavesAt = long.Max(page.LeavesAt, KeptUpUntil + Limits.PageMilliseconds);
            if (!isSent)
            {
                return;
            }

            ReleasePage();
        }

        HasBeenServed = true;
        if (Pending.KeepAlive)
        {
            State = ConnectionState.Receiving;
            Consume(0, now);
        }
        else
        {
            Shutdown(now);
        }
    }

    /// <summary>Throws away what has arrived; false where the client has closed or is gone.</summary>
    internal bool TryDrain() => socket.TryReceive(received.Bytes, out _);

    /// <summary>Ends it, whatever it was doing. Once more does nothing more.</summary>
    internal void Close()
    {
        ReleasePage();
        State = ConnectionState.Closed;
        Dispose();
    }

    public void Dispose()
    {
        socket.Dispose();
        received.Dispose();
        unsent.Dispose();
    }

    /// <summary>Ends the sending side, and waits for the client to end its own: a reset would cut the answer.</summary>
    private void Shutdown(long now)
    {
        State = socket.TryShutdown() ? ConnectionState.Draining : ConnectionState.Closed;
        Deadline = now + (Limits.LingerSeconds * 1000L);
    }

    /// <summary>
    /// Sends as much as the client takes; false where something is left, or where the client is gone (then it is
    /// Closed).
    /// </summary>
    private bool TrySend(scoped ref ReadOnlySpan<byte> bytes, long now)
    {
        if (!socket.TrySend(bytes, out int count))
        {
            State = ConnectionState.Closed;
            return false;
        }

        bytes = bytes[count..];
        if (count > 0)
        {
            LastServedAt = now;
        }

        return bytes.IsEmpty;
    }

    private void ReleasePage()
    {
        page?.Release();
        page = null;
    }
}
