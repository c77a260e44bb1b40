using System;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>
/// The HTTP server: one thread that sleeps in poll(2). On waking, it accepts clients, drives each connection's state
/// machine, and answers all that wait for a page with one page. The page is written after the last of their requests
/// has arrived: no counter in a response is older than the request.
/// </summary>
/// <remarks>Source: RFC 9112, sections 2, 3 and 9.</remarks>
internal sealed class Server : IDisposable
{
    private readonly Listener[] listeners;
    private readonly int stopDescriptor;
    private readonly IPeriodicTask? periodic;
    private readonly ConnectionTable connections;
    private readonly Admission admission;
    private readonly PollDescriptor[] descriptors;
    private readonly GzipEncoder encoder = new();
    private readonly Responder responder;
    private readonly RequestHandler requests;
    private readonly PageHandler pages;

    private long stopBy = long.MaxValue;
    private int firstListener;

    /// <param name="listeners">The listeners; bound before the server runs, and disposed with it.</param>
    /// <param name="source">Writes the pages.</param>
    /// <param name="tokens">The token that requests must carry; null if they need none.</param>
    /// <param name="site">The resources.</param>
    /// <param name="periodic">A task to run periodically; may be null.</param>
    /// <param name="stopDescriptor">Readable when the server must stop.</param>
    /// <param name="compresses">Whether to compress large responses for clients that prefer gzip.</param>
    /// <param name="maxConnections">The limit on open connections, 1 to <see cref="Limits.ConnectionsMax"/>.</param>
    internal Server(
        Listener[] listeners,
        IPageSource source,
        ITokenSource? tokens,
        Site site,
        IPeriodicTask? periodic,
        int stopDescriptor,
        bool compresses,
        int maxConnections)
    {
        this.listeners = listeners;
        this.periodic = periodic;
        this.stopDescriptor = stopDescriptor;
        connections = new ConnectionTable(maxConnections);
        admission = new Admission(connections);
        responder = new Responder(encoder, compresses);
        requests = new RequestHandler(tokens, site, admission, responder);
        pages = new PageHandler(connections, source, responder, encoder, compresses);
        descriptors = new PollDescriptor[1 + listeners.Length + maxConnections];
    }

    /// <summary>Whether the server has stopped by itself, because a listener is dead.</summary>
    internal bool HasFailed { get; private set; }

    private bool IsStopping => stopBy != long.MaxValue;

    /// <summary>
    /// Serves until it must stop, or a listener is dead; then waits for responses in flight, at most
    /// <see cref="Limits.StopSeconds"/>.
    /// </summary>
    internal void Run()
    {
        while (true)
        {
            long now = Clock.Milliseconds;
            CloseOverdue(now);
            connections.RemoveClosed();
            if (IsStopping && (connections.Count == 0 || now >= stopBy))
            {
                return;
            }

            Wait(now);
            now = Clock.Milliseconds;
            DriveReady(now);
            connections.RemoveClosed();
            AcceptArrived(now);
            DriveReady(now); // the new ones: their requests have often arrived already
            pages.AnswerWaiting(now);
            if (periodic is not null && now >= periodic.DueAt && !IsStopping)
            {
                periodic.Run(now);
            }

            if ((descriptors[0].ReturnedEvents != 0 || HasFailed) && !IsStopping)
            {
                BeginStop(now);
            }
        }
    }

    public void Dispose()
    {
        connections.Dispose();
        pages.Dispose();
        responder.Dispose();
        encoder.Dispose();
        foreach (Listener? listener in listeners)
        {
            listener?.Dispose();
        }
    }

    /// <summary>Waits for an event, or until the first deadline.</summary>
    private void Wait(long now)
    {
        long acceptAt = admission.AcceptAt(now);
        bool isAccepting = !IsStopping && now >= acceptAt;
        long due = isAccepting ? long.MaxValue : acceptAt;
        due = IsStopping ? stopBy : long.Min(due, periodic?.DueAt ?? long.MaxValue);
        long? answerAt = null;
        descriptors[0] = new PollDescriptor(IsStopping ? -1 : stopDescriptor, SystemCalls.PollIn);
        int count = 1;
        foreach (Listener listener in listeners)
        {
            descriptors[count++] = new PollDescriptor(isAccepting ? listener.Descriptor : -1, SystemCalls.PollIn);
        }

        foreach (Connection connection in connections.Open)
        {
            descriptors[count++] = connection.PollDescriptor;
            due = long.Min(due, connection.State switch
            {
                ConnectionState.AwaitingPage => answerAt ??= pages.AnswerAt,
                _ => connection.Deadline,
            });
        }

        int milliseconds = due == long.MaxValue ? -1 : (int)Math.Clamp(due - now, 0, int.MaxValue);
        int found = SystemCalls.Poll(ref descriptors[0], (nuint)count, milliseconds);
        bool hasFailed = found < 0 && !SystemCalls.LastError.IsTransient();
        count -= connections.Count;
        foreach (Connection connection in connections.Open)
        {
            connection.IsReady = descriptors[count++].ReturnedEvents != 0;
        }

        if (hasFailed)
        {
            // Out of memory, or over a lowered descriptor limit: close a connection, and wait only for signals.
            connections.FindEvictable(long.MaxValue - 1)?.Close();
            _ = SystemCalls.Poll(ref descriptors[0], 1, Limits.AcceptPauseMilliseconds);
        }
    }

    /// <summary>Accepts clients on each listener that poll(2) reported.</summary>
    private void AcceptArrived(long now)
    {
        firstListener = (firstListener + 1) % listeners.Length; // each is the first in turn
        for (int i = 0; i < listeners.Length; i++)
        {
            int listener = (firstListener + i) % listeners.Length;
            if (descriptors[1 + listener].ReturnedEvents != 0)
            {
                admission.Accept(listeners[listener], now);
                HasFailed |= listeners[listener].IsDead;
            }
        }
    }

    /// <summary>Drives the state machine of each ready connection.</summary>
    private void DriveReady(long now)
    {
        foreach (Connection connection in connections.Open)
        {
            if (!connection.IsReady)
            {
                continue;
            }

            connection.IsReady = false;
            switch (connection.State)
            {
                case ConnectionState.Idle or ConnectionState.ReadingHead:
                    if (connection.Receive(now))
                    {
                        requests.TakeRequest(connection, now);
                    }

                    break;
                case ConnectionState.RequestBuffered:
                    requests.TakeRequest(connection, now);
                    break;
                case ConnectionState.SendingResponse:
                    connection.Send(now);
                    break;
                case ConnectionState.Draining:
                    connection.Drain();
                    break;
            }
        }
    }

    /// <summary>
    /// Closes connections past their deadline; one with a partial request is answered with 408. While the server is
    /// stopping, connections that wait for a request are closed.
    /// </summary>
    private void CloseOverdue(long now)
    {
        foreach (Connection connection in connections.Open)
        {
            bool isReading = connection.State is ConnectionState.Idle or ConnectionState.ReadingHead;
            if (IsStopping && isReading)
            {
                connection.Close();
            }
            else if (now >= connection.Deadline && connection.State == ConnectionState.ReadingHead)
            {
                responder.Reject(connection, ResponseStatus.RequestTimeout, now);
            }
            else if (now >= connection.Deadline)
            {
                connection.Close();
            }
        }
    }

    /// <summary>Stops accepting, and starts the deadline for responses in flight.</summary>
    private void BeginStop(long now)
    {
        stopBy = now + (Limits.StopSeconds * 1000L);
        requests.IsStopping = true;
        foreach (Listener listener in listeners)
        {
            listener.Dispose();
        }
    }
}
