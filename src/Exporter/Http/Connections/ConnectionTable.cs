using System;

namespace NetdevExporter.Http.Connections;

/// <summary>
/// The open connections, in no order, up to a limit, followed by the unused ones. All are created at the start: a new
/// client allocates nothing.
/// </summary>
internal sealed class ConnectionTable : IDisposable
{
    private readonly Connection[] connections;

    /// <param name="capacity">The limit on open connections.</param>
    internal ConnectionTable(int capacity)
    {
        Throughput throughput = new();
        connections = new Connection[capacity];
        for (int i = 0; i < capacity; i++)
        {
            connections[i] = new Connection(throughput);
        }
    }

    internal int Capacity => connections.Length;

    internal int Count { get; private set; }

    internal bool IsFull => Count == Capacity;

    /// <summary>The open connections, until the next call of <see cref="Add"/> or <see cref="RemoveClosed"/>.</summary>
    internal ReadOnlySpan<Connection> Open => connections.AsSpan(0, Count);

    /// <summary>Returns a closed connection, to be opened; the table must not be full.</summary>
    internal Connection Add() => connections[Count++];

    /// <summary>Removes the closed connections.</summary>
    internal void RemoveClosed()
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            if (connections[i].State == ConnectionState.Closed)
            {
                Count--;
                (connections[i], connections[Count]) = (connections[Count], connections[i]);
            }
        }
    }

    /// <summary>Finds the connection to evict; null if none is evictable yet.</summary>
    internal Connection? FindEvictable(long now)
    {
        Connection? first = FindFirst(now, out long at);
        return at <= now ? first : null;
    }

    /// <summary>When the first connection is evictable; far in the future if all are being answered.</summary>
    internal long FirstEvictableAt(long now)
    {
        _ = FindFirst(now, out long at);
        return at;
    }

    public void Dispose()
    {
        foreach (Connection connection in Open)
        {
            connection.Close();
        }

        Count = 0;
    }

    /// <summary>
    /// Finds the connection that is evicted next, now or in a moment: the one with the earliest time, of the inactive
    /// ones if there are any.
    /// </summary>
    /// <param name="at">When it is evictable; a ready connection is not evictable now.</param>
    private Connection? FindFirst(long now, out long at)
    {
        Connection? first = null;
        at = long.MaxValue;
        foreach (Connection connection in Open)
        {
            long time = connection.IsReady ? long.Max(connection.EvictableAt, now + 1) : connection.EvictableAt;
            bool isFirst = first is null
                || (connection.IsActive == first.IsActive ? time < at : first.IsActive);
            if (isFirst && time != long.MaxValue)
            {
                (first, at) = (connection, time);
            }
        }

        return first;
    }
}
