using System;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Connections;

/// <summary>
/// The connections there are, in no order, up to a bound; and behind them those that wait for a client. All are made
/// at the start, so that a client takes nothing of the managed heap.
/// </summary>
internal sealed class ConnectionTable : IDisposable
{
    private const int Busy = 5;

    private readonly Connection[] connections;

    /// <param name="capacity">How many at once.</param>
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

    internal Connection this[int index] => connections[index];

    /// <summary>A closed one, to be opened; the table is not full.</summary>
    internal Connection Add() => connections[Count++];

    /// <summary>Whether any has asked for a page and has not been answered.</summary>
    /// <param name="forGzip">Whether those alone count that prefer it compressed.</param>
    internal bool IsAnyWaiting(bool forGzip = false)
    {
        foreach (Connection connection in connections.AsSpan(0, Count))
        {
            if (connection.State == ConnectionState.Waiting && (!forGzip || connection.Pending.PrefersGzip))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Finds who can make room for another: who has had the last response; then who came a while ago and has asked for
    /// nothing; then the longest idle, where half of the places are for those who have been served, and half for those
    /// who have just come; then who does not take a response. Null where everybody is being served.
    /// </summary>
    internal Connection? FindIdle(long now)
    {
        int newcomers = 0;
        foreach (Connection connection in connections.AsSpan(0, Count))
        {
            newcomers += connection.HasBeenServed ? 0 : 1;
        }

        Connection? idle = null;
        int idleRank = Busy;
        foreach (Connection connection in connections.AsSpan(0, Count))
        {
            int rank = Rank(connection, newcomers * 2 > Count, now);
            if (rank < idleRank || (rank == idleRank && rank < Busy && connection.LastServedAt < idle!.LastServedAt))
            {
                idle = connection;
                idleRank = rank;
            }
        }

        return idle;
    }

    /// <summary>Whether it can make room for another, now or in a moment (<see cref="Connection.LeavesAt"/>).</summary>
    internal static bool IsIdle(Connection connection, long now) =>
        Rank(connection, areNewcomersMany: false, now) < Busy;

    /// <summary>From when on the first can make room for another.</summary>
    internal long FirstLeavesAt()
    {
        long first = long.MaxValue;
        foreach (Connection connection in connections.AsSpan(0, Count))
        {
            first = long.Min(first, connection.LeavesAt);
        }

        return first;
    }

    /// <summary>Forgets and frees all that are closed.</summary>
    internal void RemoveClosed()
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            if (connections[i].State == ConnectionState.Closed)
            {
                connections[i].Close();
                Count--;
                (connections[i], connections[Count]) = (connections[Count], connections[i]);
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

    /// <summary>Who goes first has the lowest rank; who stays has <see cref="Busy"/>.</summary>
    private static int Rank(Connection connection, bool areNewcomersMany, long now)
    {
        bool isLate = now - connection.LastServedAt >= Limits.GraceSeconds * 1000L;
        return connection.State switch
        {
            ConnectionState.Draining or ConnectionState.Closed => 0,
            ConnectionState.Receiving when connection.HasMore => Busy,
            ConnectionState.Receiving when !connection.HasBeenServed && isLate => 1,
            ConnectionState.Receiving => connection.HasBeenServed == areNewcomersMany ? 3 : 2,
            ConnectionState.Sending when now >= connection.LeavesAt => 4,
            _ => Busy,
        };
    }
}
