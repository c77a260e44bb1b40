using System;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>
/// The HTTP server: one thread that sleeps in poll(2). On waking it takes what has arrived, then answers; requests
/// that are waiting at the same moment share one page, which is made after the last of them has arrived, so that no
/// answer is older than its request.
/// </summary>
/// <remarks>Source: RFC 9112, sections 2, 3 and 9.</remarks>
internal sealed class Server : IDisposable
{
    private readonly Listener[] listeners;
    private readonly Acceptor acceptor;
    private readonly int stopDescriptor;
    private readonly ConnectionTable connections;
    private readonly PollDescriptor[] descriptors;
    private readonly Responder responder = new();
    private readonly RequestHandler requests;
    private readonly PageHandler pages;

    private long stopBy = long.MaxValue;

    /// <param name="listeners">Where clients come in; all there when the server runs, disposed with it.</param>
    /// <param name="source">Where pages come from.</param>
    /// <param name="tokens">Where the token comes from that requests must carry; null where they need none.</param>
    /// <param name="site">What is served where.</param>
    /// <param name="stopDescriptor">Readable once the server is asked to stop.</param>
    /// <param name="compresses">Whether large pages are compressed for clients that offer it.</param>
    /// <param name="maxConnections">How many clients at once, 1 to <see cref="Limits.ConnectionsMax"/>.</param>
    internal Server(
        Listener[] listeners,
        IPageSource source,
        ITokenSource? tokens,
        Site site,
        int stopDescriptor,
        bool compresses,
        int maxConnections)
    {
        this.stopDescriptor = stopDescriptor;
        this.listeners = listeners;
        connections = new ConnectionTable(maxConnections);
        requests = new RequestHandler(tokens, site, responder);
        pages = new PageHandler(connections, source, site, requests, responder, compresses);
        acceptor = new Acceptor(connections, requests, responder);
        descriptors = new PollDescriptor[1 + listeners.Length + maxConnections];
    }

    /// <summary>What is done beside answering; null where there is nothing.</summary>
    internal IPeriodicTask? Periodic
    {
        get => pages.Periodic;
        init => pages.Periodic = value;
    }

    private bool IsStopping => stopBy != long.MaxValue;

    /// <summary>
    /// Serves until asked to stop and the responses in flight are taken, or <see cref="Limits.StopSeconds"/> are
    /// over.
    /// </summary>
    internal void Run()
    {
        while (true)
        {
            long now = Clock.Milliseconds;
            if (IsStopping)
            {
                CloseIdle();
            }

            connections.RemoveClosed();
            if (IsStopping && (connections.Count == 0 || now >= stopBy))
            {
                return;
            }

            Sleep(now);
            now = Clock.Milliseconds;
            TakeWhatArrived(now);
            pages.AnswerWaiting(now);
            now = Clock.Milliseconds; // a large page takes longer than a newcomer is given
            AcceptArrived(now);
            EndImpatience(now);
            if (Periodic is not null && now >= Periodic.DueAt && !IsStopping)
            {
                Periodic.Run(now);
            }

            if (descriptors[0].ReturnedEvents != 0 && !IsStopping)
            {
                BeginStop(now);
            }
        }
    }

    public void Dispose()
    {
        connections.Dispose();
        pages.Dispose();
        foreach (Listener? listener in listeners)
        {
            listener?.Dispose();
        }
    }

    /// <summary>Sleeps until something arrives or the first deadline is due.</summary>
    private void Sleep(long now)
    {
        bool isAccepting = !IsStopping && now >= acceptor.PausedUntil;
        descriptors[0] = IsStopping ? PollDescriptor.None : new PollDescriptor(stopDescriptor, SystemCalls.PollIn);
        for (int i = 0; i < listeners.Length; i++)
        {
            descriptors[1 + i] = isAccepting
                ? new PollDescriptor(listeners[i].Descriptor, SystemCalls.PollIn)
                : PollDescriptor.None;
        }

        int first = 1 + listeners.Length;
        long due = IsStopping ? stopBy : isAccepting ? long.MaxValue : acceptor.PausedUntil;
        due = Periodic is null || IsStopping ? due : Math.Min(due, Periodic.DueAt);
        for (int i = 0; i < connections.Count; i++)
        {
            Connection connection = connections[i];
            descriptors[first + i] = connection.State switch
            {
                ConnectionState.Waiting => PollDescriptor.None,
                ConnectionState.Sending => new PollDescriptor(connection.Descriptor, SystemCalls.PollOut),
                _ => new PollDescriptor(connection.Descriptor, SystemCalls.PollIn),
            };
            due = Math.Min(due, connection.State switch
            {
                ConnectionState.Waiting => pages.AnswerAgainAt,
                ConnectionState.Receiving when connection.HasMore => now,
                _ => connection.Deadline,
            });
        }

        int milliseconds = due == long.MaxValue ? -1 : (int)Math.Clamp(due - now, 0, int.MaxValue);
        int answers = SystemCalls.Poll(ref descriptors[0], (nuint)(first + connections.Count), milliseconds);
        if (answers < 0 && !SystemCalls.LastError.IsTransient())
        {
            // No memory, or more descriptors than the process may have by now: one fewer, and whether to stop.
            connections.FindIdle(now)?.Close();
            _ = SystemCalls.Poll(ref descriptors[0], 1, Limits.AcceptPauseMilliseconds);
        }
    }

    /// <summary>Receives, sends on, or drains, as each connection that poll(2) named is about to.</summary>
    private void TakeWhatArrived(long now)
    {
        int first = 1 + listeners.Length;
        for (int i = 0; i < connections.Count; i++)
        {
            Connection connection = connections[i];
            if (descriptors[first + i].ReturnedEvents == 0 && !connection.HasMore)
            {
                continue;
            }

            switch (connection.State)
            {
                case ConnectionState.Receiving when connection.HasMore || connection.TryReceive(now):
                    requests.TakeRequests(connection, now);
                    break;
                case ConnectionState.Sending:
                    requests.SendOn(connection, now);
                    break;
                case ConnectionState.Draining when connection.TryDrain():
                    break;
                default:
                    connection.Close();
                    break;
            }
        }
    }

    /// <summary>Ends what has taken too long: a slow head is told so, everything else is closed.</summary>
    private void EndImpatience(long now)
    {
        for (int i = 0; i < connections.Count; i++)
        {
            Connection connection = connections[i];
            if (now < connection.Deadline || connection.State == ConnectionState.Closed)
            {
                continue;
            }

            if (connection.HasPartialHead)
            {
                responder.Refuse(connection, ResponseStatus.RequestTimeout, isHead: false, now);
            }
            else
            {
                connection.Close();
            }
        }
    }

    /// <summary>Lets clients in from each listener that has some.</summary>
    private void AcceptArrived(long now)
    {
        for (int i = 0; i < listeners.Length; i++)
        {
            if (descriptors[1 + i].ReturnedEvents != 0)
            {
                acceptor.Accept(listeners[i], now);
            }
        }
    }

    /// <summary>Stops accepting, and gives those a moment who are taking a response.</summary>
    private void BeginStop(long now)
    {
        stopBy = now + (Limits.StopSeconds * 1000L);
        requests.IsStopping = true;
        foreach (Listener listener in listeners)
        {
            listener.Dispose();
        }
    }

    /// <summary>Closes who has asked for nothing.</summary>
    private void CloseIdle()
    {
        for (int i = 0; i < connections.Count; i++)
        {
            if (connections[i] is { State: ConnectionState.Receiving, HasMore: false })
            {
                connections[i].Close();
            }
        }
    }
}
