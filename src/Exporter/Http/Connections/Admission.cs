using NetdevExporter.Platform;

namespace NetdevExporter.Http.Connections;

/// <summary>Accepts clients, up to the limit, and evicts a connection for the next one.</summary>
internal sealed class Admission(ConnectionTable connections)
{
    /// <summary>A condition that has not occurred for so long is logged again.</summary>
    private const long LogAgainMilliseconds = 60 * 1000;

    private long fullAt = -LogAgainMilliseconds;
    private long exhaustedAt = -LogAgainMilliseconds;
    private long pausedUntil;

    /// <summary>
    /// Whether a client waits in the backlog, and no connection is evictable: then each answer is the last on its
    /// connection, which makes room without a reset.
    /// </summary>
    internal bool IsClientWaiting { get; private set; }

    /// <summary>From when on the listeners are polled, in milliseconds on the server's clock; 0 for at once.</summary>
    internal long AcceptAt() =>
        IsClientWaiting && connections.IsFull ? long.Max(pausedUntil, connections.FirstEvictableAt()) : pausedUntil;

    /// <summary>
    /// Accepts the clients that wait at a listener, each into a free place or into that of the first evictable
    /// connection. They are ready: their requests are often there already.
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
                connections.FindEvictable(now)?.Close(); // a descriptor for the next
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
        if (now - fullAt >= LogAgainMilliseconds)
        {
            Log.Warn("all connections are taken; from now on the longest idle makes room (--web.max-connections)");
        }

        fullAt = now;
        connection.Close();
        connections.RemoveClosed();
    }

    /// <summary>There is no descriptor or no memory for a client: no other is accepted for a moment.</summary>
    private void Pause(long now)
    {
        if (now - exhaustedAt >= LogAgainMilliseconds)
        {
            Log.Warn("no descriptor or memory for another connection");
        }

        exhaustedAt = now;
        pausedUntil = now + Limits.AcceptPauseMilliseconds;
    }
}
