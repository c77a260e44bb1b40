using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>Lets clients in, up to the limit, and makes room for the next.</summary>
internal sealed class Acceptor(ConnectionTable connections, RequestHandler requests, Responder responder)
{
    /// <summary>A condition that has not occurred for so long is logged again.</summary>
    private const long Long = 60 * 1000L;

    private long fullAt = -Long;
    private long exhaustedAt = -Long;
    private long busySince = long.MaxValue;

    /// <summary>Until when nobody is let in, since there is no place, or the system has nothing left for it.</summary>
    internal long PausedUntil { get; private set; }

    /// <summary>
    /// Accepts the clients of a listener, some of them at once: a crowd that waits to be let in is soon past, and who
    /// has come with it and has asked is not taken for one that never does.
    /// </summary>
    internal void Accept(Listener listener, long now)
    {
        for (int i = 0; i < Limits.AcceptsAtOnceMax && now >= PausedUntil && TryAccept(listener, now); i++)
        {
        }
    }

    /// <summary>Accepts a client where there is one; when all places are taken, that of the longest idle.</summary>
    private bool TryAccept(Listener listener, long now)
    {
        connections.RemoveClosed();
        Connection? leaving = connections.IsFull ? FindLeaving(now) : null;
        if (connections.IsFull && leaving is null)
        {
            PausedUntil = long.Max(connections.FirstLeavesAt(), now + 1);
            return false;
        }

        int client = listener.Accept(out AcceptStatus status);
        if (status == AcceptStatus.Exhausted)
        {
            Pause(now);
            FindLeaving(now)?.Close(); // a descriptor for the next
        }

        if (status != AcceptStatus.Accepted)
        {
            return false;
        }

        if (leaving is not null)
        {
            MakePlaceFree(leaving, now);
        }

        return TryAdmit(client, now);
    }

    /// <summary>
    /// Finds who makes room; null where nobody does yet: who would has just come, or is found to have asked.
    /// </summary>
    private Connection? FindLeaving(long now)
    {
        Connection? leaving = connections.FindIdle(now);
        if (leaving is not null)
        {
            requests.LookAgain(leaving, now);
        }

        bool isIdle = leaving is not null && ConnectionTable.IsIdle(leaving, now);
        busySince = isIdle ? long.MaxValue : long.Min(busySince, now);
        requests.IsRoomWanted = now - busySince >= Limits.PlaceMilliseconds; // below 0 where somebody is idle
        return isIdle && now >= leaving!.LeavesAt ? leaving : null;
    }

    /// <summary>Gives a client its place, and takes what it has asked for already.</summary>
    /// <returns>false where there is no memory for it; then it gets a 503.</returns>
    private bool TryAdmit(int client, long now)
    {
        busySince = long.MaxValue;
        requests.IsRoomWanted = false;
        Connection connection = connections.Add();
        if (!connection.TryOpen(client, now))
        {
            responder.Refuse(connection, ResponseStatus.ServiceUnavailable, isHead: false, now);
            connection.Close();
            Pause(now);
            return false;
        }

        if (connection.TryReceive(now))
        {
            requests.TakeRequests(connection, now);
        }
        else
        {
            connection.Close();
        }

        return true;
    }

    /// <summary>All places are taken: this one is given up for another client.</summary>
    private void MakePlaceFree(Connection leaving, long now)
    {
        if (now - fullAt >= Long)
        {
            Log.Warn("all connections are taken; from now on the longest idle makes room (--web.max-connections)");
        }

        fullAt = now;
        leaving.Close();
        connections.RemoveClosed();
    }

    /// <summary>There is no descriptor or no memory for a client: nobody is let in for a moment.</summary>
    private void Pause(long now)
    {
        if (now - exhaustedAt >= Long)
        {
            Log.Warn("no descriptor or memory for another connection");
        }

        exhaustedAt = now;
        PausedUntil = now + Limits.AcceptPauseMilliseconds;
    }
}
