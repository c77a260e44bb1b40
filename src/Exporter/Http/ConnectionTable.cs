using System;

namespace NetdevExporter.Http;

/// <summary>The connections there are, in no order, up to a bound.</summary>
internal sealed class ConnectionTable(int capacity) : IDisposable
{
    private readonly Connection[] connections = new Connection[capacity];

    internal int Capacity => connections.Length;

    internal int Count { get; private set; }

    internal bool IsFull => Count == Capacity;

    internal Connection this[int index] => connections[index];

    internal void Add(Connection connection) => connections[Count++] = connection;

    /// <summary>Whether any has asked for a page and has not been answered.</summary>
    internal bool IsAnyWaiting()
    {
        foreach (Connection connection in connections.AsSpan(0, Count))
        {
            if (connection.State == ConnectionState.Waiting)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Finds who can make room for another: those who have had their last response first, then those who have come
    /// and never taken one (silent or slow in asking), then the longest idle. Null where everybody is taking a
    /// response right now.
    /// </summary>
    internal Connection? FindIdle(long now)
    {
        Connection? idle = null;
        foreach (Connection connection in connections.AsSpan(0, Count))
        {
            bool isBusy = connection.State == ConnectionState.Waiting
                || (connection.State == ConnectionState.Sending
                    && now - connection.LastServedAt < Limits.ProgressSeconds * 1000L);
            if (!isBusy && (idle is null || IsIdler(connection, idle)))
            {
                idle = connection;
            }
        }

        return idle;
    }

    /// <summary>Forgets and frees all that are closed.</summary>
    internal void RemoveClosed()
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            if (connections[i].State == ConnectionState.Closed)
            {
                connections[i].Close();
                connections[i] = connections[--Count];
            }
        }
    }

    public void Dispose()
    {
        foreach (Connection connection in connections.AsSpan(0, Count))
        {
            connection.Close();
        }

        Count = 0;
    }

    private static bool IsIdler(Connection one, Connection other) =>
        Rank(one) == Rank(other) ? one.LastServedAt < other.LastServedAt : Rank(one) < Rank(other);

    private static int Rank(Connection connection) =>
        connection.State == ConnectionState.Draining ? 0 : connection.HasBeenServed ? 2 : 1;
}
