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
        connections = new Connection[capacity];
        for (int i = 0; i < capacity; i++)
        {
            connections[i] = new Connection();
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

    /// <summary>
    /// Finds the connection to evict: the one that was evictable first; those that were never served before all others.
    /// Ignores ready ones.
    /// </summary>
    /// <returns>null if none is evictable yet.</returns>
    internal Connection? FindEvictable(long now)
    {
        Connection? first = null;
        foreach (Connection connection in Open)
        {
            bool isFirst = first is null
                || (connection.IsServed == first.IsServed
                    ? connection.EvictableAt < first.EvictableAt
                    : first.IsServed);
            if (!connection.IsReady && connection.EvictableAt <= now && isFirst)
            {
                first = connection;
            }
        }

        return first;
    }

    /// <summary>When the first connection becomes evictable; <see cref="long.MaxValue"/> if none does.</summary>
    internal long FirstEvictableAt()
    {
        long first = long.MaxValue;
        foreach (Connection connection in Open)
        {
            first = long.Min(first, connection.EvictableAt);
        }

        return first;
    }

    public void Dispose()
    {
        foreach (Connection connection in Open)
        {
            connection.Close();
        }

        Count = 0;
    }
}
