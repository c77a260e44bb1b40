using System;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>
/// The HTTP server: one thread that sleeps in poll(2). On waking it accepts clients, does for each connection what its
/// state says, and answers those that wait for a page with one page, which is made after the last of their requests has
/// arrived: no answer is older than its request.
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
    private readonly Responder responder = new();
    private readonly RequestHandler requests;
    private readonly PageHandler pages;

    private long stopBy = long.MaxValue;
    private int firstListener;

    /// <param name="listeners">Where clients connect; all bound when the server runs, disposed with it.</param>
    /// <param name="source">Makes the pages.</param>
    /// <param name="tokens">The token that requests must carry; null if they need none.</param>
    /// <param name="site">What is served where.</param>
    /// <param name="periodic">What is done beside answering; null if there is nothing.</param>
    /// <param name="stopDescriptor">Readable once the server is asked to stop.</param>
    /// <param name="compresses">Whether large pages are compressed for clients that prefer it.</param>
    /// <param name="maxConnections">How many clients at once, 1 to <see cref="Limits.ConnectionsMax"/>.</param>
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
        requests = new RequestHandler(tokens, site, admission, responder);
        pages = new PageHandler(connections, source, responder, compresses);
        descriptors = new PollDescriptor[1 + listeners.Length + maxConnections];
    }

    private bool IsStopping => stopBy != long.MaxValue;

    /// <summary>
    /// Serves until it is asked to stop and the responses in flight are taken, or <see cref="Limits.StopSeconds"/> are
    /// over.
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
            DriveReady(now); // the new ones: their requests are often there already
            pages.AnswerWaiting(now);
            if (periodic is not null && now >= periodic.DueAt && !IsStopping)
            {
                periodic.Run(now);
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

    /// <summary>Waits until there is something to do, or until the first deadline.</summary>
    private void Wait(long now)
    {
        long acceptAt = admission.AcceptAt();
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
                ConnectionState.RequestBuffered => now,
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
            connection.IsReady = connection.State == ConnectionState.RequestBuffered
                || descriptors[count].ReturnedEvents != 0;
            count++;
        }

        if (hasFailed)
        {
            // No memory, or more descriptors than the process may have by now: close one, and wait for signals alone.
            connections.FindEvictable(long.MaxValue - 1)?.Close();
            _ = SystemCalls.Poll(ref descriptors[0], 1, Limits.AcceptPauseMilliseconds);
        }
    }

    /// <summary>Accepts the clients of each listener that has some, while poll's answer is fresh.</summary>
    private void AcceptArrived(long now)
    {
        firstListener = (firstListener + 1) % listeners.Length; // each is the first in turn
        for (int i = 0; i < listeners.Length; i++)
        {
            int listener = (firstListener + i) % listeners.Length;
            if (descriptors[1 + listener].ReturnedEvents != 0)
            {
                admission.Accept(listeners[listener], now);
            }
        }
    }

    /// <summary>The state machine: does for each ready connection what its state says.</summary>
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
    /// Closes connections whose state has lasted too long, and tells one that has sent a part of a request. Once the
    /// server is stopping, no time is left for a request.
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
                responder.Refuse(connection, ResponseStatus.RequestTimeout, isHead: false, now);
            }
            else if (now >= connection.Deadline)
            {
                connection.Close();
            }
        }
    }

    /// <summary>Stops accepting, and gives those that take a response a moment.</summary>
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
