using System;

namespace NetdevExporter.Http;

/// <summary>Lets clients in, up to the limit, and makes room for the next.</summary>
internal sealed class Acceptor(ConnectionTable connections, Responder responder)
{
    private int admitted;
    private bool isAtLimit;
    private bool isExhausted;

    /// <summary>Until when nobody is let in, since the system has nothing left for it.</summary>
    internal long PausedUntil { get; private set; }

    /// <summary>Accepts a client that poll(2) has announced.</summary>
    internal void Accept(Listener listener, long now)
    {
        StreamSocket? socket = listener.Accept(out AcceptStatus status);
        if (status == AcceptStatus.Exhausted)
        {
            MakeDescriptorFree(now);
        }

        if (socket is not null)
        {
            Admit(new Connection(socket, now), now);
            if (++admitted % Limits.ConnectionsPerCollection == 0)
            {
                GC.Collect(0);
            }
        }
    }

    /// <summary>
    /// A client could not be accepted for want of a descriptor or memory: the longest idle goes, and a moment passes.
    /// </summary>
    private void MakeDescriptorFree(long now)
    {
        if (!isExhausted)
        {
            Log.Warn("no descriptor or memory for another connection");
        }

        isExhausted = true;
        PausedUntil = now + Limits.AcceptPauseMilliseconds;
        connections.FindIdle(now)?.Close();
    }

    /// <summary>
    /// Gives a client a place; when all are taken, that of the longest idle, and when none is idle, a 503.
    /// </summary>
    private void Admit(Connection connection, long now)
    {
        connections.RemoveClosed();
        if (connections.IsFull)
        {
            connections.FindIdle(now)?.Close();
            connections.RemoveClosed();
            if (!isAtLimit)
            {
                Log.Warn("all connections are taken; from now on the longest idle makes room (--web.max-connections)");
            }

            isAtLimit = true;
        }
        else
        {
            bool isCrowded = connections.Count * 2 > connections.Capacity;
            isAtLimit &= isCrowded;
            isExhausted &= isCrowded;
        }

        if (connections.IsFull)
        {
            responder.Refuse(connection, ResponseStatus.ServiceUnavailable, isHead: false, now);
            connection.Close();
            return;
        }

        connections.Add(connection);
    }
}
