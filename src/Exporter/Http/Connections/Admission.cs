using NetdevExporter.Platform;

namespace NetdevExporter.Http.Connections;

/// <summary>Accepts clients up to the limit, and evicts connections for new ones.</summary>
internal sealed class Admission(ConnectionTable connections)
{
    /// <summary>A condition is logged again if it has not occurred for this long.</summary>
    private const long QuietMilliseconds = 60 * 1000;

    private long fullAt = -QuietMilliseconds;
    private long exhaustedAt = -QuietMilliseconds;
    private long pausedUntil;

    /// <summary>
    /// Whether a client waits in the backlog and no connection is evictable: each response is then the last on its
    /// connection, which frees one without a reset.
    /// </summary>
    internal bool IsClientWaiting { get; private set; }

    /// <summary>When to poll the listeners again, in milliseconds on the server's clock; 0 for now.</summary>
    internal long AcceptAt(long now) =>
        IsClientWaiting && connections.IsFull ? long.Max(pausedUntil, connections.FirstEvictableAt(now)) : pausedUntil;

    /// <summary>
    /// Accepts the clients in a listener's backlog; each takes a free connection or evicts one. New connections are
    /// marked as ready: their requests have often arrived already.
    /// </summary>
    internal void Accept(Listener listener, long now)
    {
        IsClientWaiting = false;
        for (int i = 0; i < connections.Capacity && now >= pausedUntil; i++)
        {
            Connection? evicted = connections.IsFull ? connections.FindEvictable(now) : null;
            if (connections.IsFull && evicted is null)
            {
                break;
            }

            if (evicted is not null && IsReadyByNow(evicted))
            {
                continue;
            }

            AcceptStatus status = listener.Accept(out int client);
            if (status == AcceptStatus.Exhausted)
            {
                Pause(now);
                connections.FindEvictable(now)?.Close(); // frees a descriptor
            }

            if (status == AcceptStatus.Failed)
            {
                pausedUntil = now + Limits.AcceptPauseMilliseconds; // it may fail for good: the socket stays readable
            }

            if (status != AcceptStatus.Accepted)
            {
                return;
            }

            if (evicted is not null)
            {
                Evict(evicted, now);
            }

            Admit(client, now);
        }

        IsClientWaiting = connections.IsFull && HasClient(listener);
    }

    /// <summary>
    /// Looks again at a connection before it is evicted: its client may have sent or taken something since poll(2).
    /// </summary>
    private static bool IsReadyByNow(Connection connection)
    {
        PollDescriptor poll = connection.PollDescriptor;
        connection.IsReady = SystemCalls.Poll(ref poll, 1, 0) > 0;
        return connection.IsReady;
    }

    private static bool HasClient(Listener listener)
    {
        PollDescriptor poll = new(listener.Descriptor, SystemCalls.PollIn);
        return SystemCalls.Poll(ref poll, 1, 0) > 0;
    }

    /// <summary>Gives a client its place. Without memory to receive into, its connection is closed.</summary>
    private void Admit(int client, long now)
    {
        Connection connection = connections.Add();
        connection.IsReady = true;
        if (!connection.TryOpen(client, now))
        {
            connection.Close();
            Pause(now);
        }
    }

    private void Evict(Connection connection, long now)
    {
        if (now - fullAt >= QuietMilliseconds)
        {
            Log.Warn("all connections are in use; evicting the longest idle (--web.max-connections)");
        }

        fullAt = now;
        connection.Close();
        connections.RemoveClosed();
    }

    /// <summary>Stops accepting for a moment, for lack of descriptors or memory.</summary>
    private void Pause(long now)
    {
        if (now - exhaustedAt >= QuietMilliseconds)
        {
            Log.Warn("no descriptor or memory for another connection");
        }

        exhaustedAt = now;
        pausedUntil = now + Limits.AcceptPauseMilliseconds;
    }
}
