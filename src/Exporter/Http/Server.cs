using System;
using System.Globalization;
using System.Net.Sockets;

namespace NetdevExporter.Http;

/// <summary>
/// The HTTP server: one thread that sleeps in poll(2). On waking it takes what has arrived, then answers; requests that are waiting at
/// the same moment share one page, which is made after the last of them has arrived, so that no answer is older than its request.
/// </summary>
/// <remarks>Source: RFC 9112, sections 2, 3 and 9.</remarks>
internal sealed class Server : IDisposable
{
    private readonly Listener[] listeners;
    private readonly IPageSource source;
    private readonly Site site;
    private readonly WakeUp wakeUp = new();
    private readonly ConnectionTable connections;
    private readonly PagePool pages = new();
    private readonly PollDescriptor[] descriptors;
    private readonly byte[] response = new byte[Limits.SmallResponseBytesMax];

    private long acceptAgainAt;
    private bool isAtLimit;
    private long stopBy = long.MaxValue;

    /// <param name="listeners">Where clients come in; disposed with the server.</param>
    /// <param name="source">Where pages come from.</param>
    /// <param name="site">What is served where.</param>
    /// <param name="maxConnections">How many clients at once, 1 to <see cref="Limits.ConnectionsMax"/>.</param>
    internal Server(Listener[] listeners, IPageSource source, Site site, int maxConnections)
    {
        this.listeners = listeners;
        this.source = source;
        this.site = site;
        connections = new ConnectionTable(maxConnections);
        descriptors = new PollDescriptor[1 + listeners.Length + maxConnections];
    }

    private bool IsStopping => stopBy != long.MaxValue;

    /// <summary>Asks <see cref="Run"/> to end; from any thread.</summary>
    internal void Stop() => wakeUp.Set();

    /// <summary>Serves until asked to stop and the responses in flight are taken, or <see cref="Limits.StopSeconds"/> are over.</summary>
    internal void Run()
    {
        while (true)
        {
            long now = Environment.TickCount64;
            connections.RemoveClosed();
            if (IsStopping && (connections.Count == 0 || now >= stopBy))
            {
                return;
            }

            Sleep(now);
            now = Environment.TickCount64;
            TakeWhatArrived(now);
            AnswerWaiting(now);
            Accept(now);
            EndImpatience(now);
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
        wakeUp.Dispose();
        foreach (Listener listener in listeners)
        {
            listener.Dispose();
        }
    }

    /// <summary>Sleeps until something arrives or the first deadline is due.</summary>
    private void Sleep(long now)
    {
        bool isAccepting = !IsStopping && now >= acceptAgainAt;
        descriptors[0] = new PollDescriptor(wakeUp.Descriptor, SystemCalls.PollIn);
        for (int i = 0; i < listeners.Length; i++)
        {
            descriptors[1 + i] = isAccepting ? new PollDescriptor(listeners[i].Descriptor, SystemCalls.PollIn) : PollDescriptor.None;
        }

        int first = 1 + listeners.Length;
        long due = Math.Min(stopBy, isAccepting ? long.MaxValue : acceptAgainAt);
        for (int i = 0; i < connections.Count; i++)
        {
            Connection connection = connections[i];
            bool isSending = connection.State == ConnectionState.Sending;
            descriptors[first + i] =
                new PollDescriptor(connection.Descriptor, isSending ? SystemCalls.PollOut : SystemCalls.PollIn);
            due = Math.Min(due, connection.Deadline);
        }

        int milliseconds = due == long.MaxValue ? -1 : (int)Math.Clamp(due - now, 0, int.MaxValue);
        _ = SystemCalls.Poll(ref descriptors[0], (nuint)(first + connections.Count), milliseconds);
    }

    /// <summary>Receives, sends on, or drains, as each connection that poll(2) named is about to.</summary>
    private void TakeWhatArrived(long now)
    {
        int first = 1 + listeners.Length;
        for (int i = 0; i < connections.Count; i++)
        {
            if (descriptors[first + i].ReturnedEvents == 0)
            {
                continue;
            }

            Connection connection = connections[i];
            switch (connection.State)
            {
                case ConnectionState.Receiving when connection.TryReceive(now):
                    TakeRequests(connection, now);
                    break;
                case ConnectionState.Sending:
                    connection.Flush(now);
                    TakeRequests(connection, now);
                    break;
                case ConnectionState.Draining when connection.TryDrain():
                    break;
                default:
                    connection.Close();
                    break;
            }
        }
    }

    /// <summary>Takes the requests that have arrived whole, until one waits for the page or for its client.</summary>
    private void TakeRequests(Connection connection, long now)
    {
        while (connection.State == ConnectionState.Receiving && !connection.Unread.IsEmpty)
        {
            RequestStatus status = RequestParser.Parse(connection.Unread, out Request request);
            switch (status)
            {
                case RequestStatus.Complete:
                    TakeRequest(connection, request, now);
                    break;
                case RequestStatus.Incomplete when !connection.IsFull:
                    return;
                case RequestStatus.Incomplete:
                    Refuse(connection, ResponseStatus.HeadTooLarge, now);
                    break;
                case RequestStatus.ContentTooLarge:
                    Refuse(connection, ResponseStatus.ContentTooLarge, now);
                    break;
                case RequestStatus.NotImplemented:
                    Refuse(connection, ResponseStatus.NotImplemented, now);
                    break;
                case RequestStatus.VersionNotSupported:
                    Refuse(connection, ResponseStatus.VersionNotSupported, now);
                    break;
                default:
                    Refuse(connection, ResponseStatus.BadRequest, now);
                    break;
            }
        }
    }

    /// <summary>Answers a request, or lets it wait for the page.</summary>
    private void TakeRequest(Connection connection, Request request, long now)
    {
        bool isHead = request.Method.SequenceEqual("HEAD"u8);
        bool isServed = isHead || request.Method.SequenceEqual("GET"u8);
        Route route = site.Find(request.Path);
        connection.Pending = new PendingAnswer(route, isHead, request.IsHttp10, request.KeepAlive && !IsStopping);
        connection.Consume(request.Length, now);
        if (!isServed)
        {
            Answer(connection, ResponseStatus.MethodNotAllowed, now);
            return;
        }

        switch (route)
        {
            case Route.Metrics or Route.Ready:
                connection.State = ConnectionState.Waiting;
                break;
            case Route.Landing:
                Answer(connection, ResponseStatus.Ok, ResponseHead.Html, site.Landing, now);
                break;
            case Route.Healthy:
                Answer(connection, ResponseStatus.Ok, ResponseHead.Text, "healthy\n"u8, now);
                break;
            default:
                Answer(connection, ResponseStatus.NotFound, now);
                break;
        }
    }

    /// <summary>Makes a page for all connections that wait for one; again, while their next requests have already arrived.</summary>
    private void AnswerWaiting(long now)
    {
        while (connections.IsAnyWaiting())
        {
            Page page = pages.Take() ?? MakePageFree();
            bool isPage = source.TryWrite(page);
            page.Holders++;
            page.TakenAt = now;
            page.SetHead(response.AsSpan(0, ResponseHead.Write(response, ResponseStatus.Ok, ResponseHead.Exposition, page.Length, default)));
            for (int i = 0; i < connections.Count; i++)
            {
                if (connections[i].State == ConnectionState.Waiting)
                {
                    AnswerWith(page, isPage, connections[i], now);
                    TakeRequests(connections[i], now);
                }
            }

            pages.Release(page);
        }
    }

    /// <summary>Answers one of those who waited for this page.</summary>
    private void AnswerWith(Page page, bool isPage, Connection connection, long now)
    {
        PendingAnswer pending = connection.Pending;
        if (!isPage)
        {
            Answer(connection, ResponseStatus.ServiceUnavailable, ResponseHead.Text, page.Body, now);
        }
        else if (pending.Route == Route.Ready)
        {
            Answer(connection, ResponseStatus.Ok, ResponseHead.Text, "ready\n"u8, now);
        }
        else if (pending is { IsHead: false, IsHttp10: false, KeepAlive: true })
        {
            connection.Respond(default, page, page.ResponseStart, now);
        }
        else
        {
            int length = ResponseHead.Write(
                response, ResponseStatus.Ok, ResponseHead.Exposition, page.Length, pending.ConnectionOption);
            connection.Respond(response.AsSpan(0, length), pending.IsHead ? null : page, Page.HeadRoom, now);
        }
    }

    /// <summary>All pages are held by clients that do not take them: those who have taken nothing for longest lose theirs.</summary>
    private Page MakePageFree()
    {
        Page stalest = pages.FindStalest();
        for (int i = 0; i < connections.Count; i++)
        {
            if (connections[i].Holds(stalest))
            {
                connections[i].Close();
            }
        }

        return pages.Take()!;
    }

    private void Answer(Connection connection, ResponseStatus status, long now) =>
        Answer(connection, status, ResponseHead.Text, status.Explanation(), now);

    /// <summary>Answers with a small body.</summary>
    /// <param name="body">Cut to what <see cref="Limits.SmallResponseBytesMax"/> leaves beside the head.</param>
    private void Answer(
        Connection connection,
        ResponseStatus status,
        ReadOnlySpan<byte> contentType,
        ReadOnlySpan<byte> body,
        long now)
    {
        body = body[..Math.Min(body.Length, response.Length - Page.HeadRoom)];
        int length = ResponseHead.Write(response, status, contentType, body.Length, connection.Pending.ConnectionOption);
        if (!connection.Pending.IsHead)
        {
            body.CopyTo(response.AsSpan(length));
            length += body.Length;
        }

        connection.Respond(response.AsSpan(0, length), null, 0, now);
    }

    /// <summary>Answers what is no request that is served, and closes.</summary>
    private void Refuse(Connection connection, ResponseStatus status, long now)
    {
        connection.Pending = default;
        connection.Consume(connection.Unread.Length, now);
        Answer(connection, status, now);
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
                Refuse(connection, ResponseStatus.RequestTimeout, now);
            }
            else
            {
                connection.Close();
            }
        }
    }

    /// <summary>Accepts one client from each listener that has one.</summary>
    private void Accept(long now)
    {
        for (int i = 0; i < listeners.Length; i++)
        {
            if (descriptors[1 + i].ReturnedEvents == 0 || IsStopping)
            {
                continue;
            }

            AcceptStatus status = listeners[i].TryAccept(out Socket? socket);
            if (status == AcceptStatus.Exhausted)
            {
                Log.Warn("no descriptor or memory for another connection", "connections", connections.Count.ToString(CultureInfo.InvariantCulture));
                acceptAgainAt = now + Limits.AcceptPauseMilliseconds;
                connections.FindIdle(now)?.Close();
            }

            if (socket is not null)
            {
                Admit(new Connection(socket, pages, now), now);
            }
        }
    }

    /// <summary>Gives a client a place; when all are taken, that of the longest idle, and when none is idle, a 503.</summary>
    private void Admit(Connection connection, long now)
    {
        connections.RemoveClosed();
        if (connections.IsFull)
        {
            connections.FindIdle(now)?.Close();
            connections.RemoveClosed();
            if (!isAtLimit)
            {
                Log.Warn("all connections are taken; the longest idle makes room from now on", "flag", "--web.max-connections");
            }

            isAtLimit = true;
        }

        if (connections.IsFull)
        {
            connection.Pending = default;
            Answer(connection, ResponseStatus.ServiceUnavailable, now);
            connection.Close();
            return;
        }

        isAtLimit &= connections.Count * 2 > connections.Capacity;
        connections.Add(connection);
    }

    /// <summary>Stops accepting; closes who has asked for nothing, and gives the others a moment.</summary>
    private void BeginStop(long now)
    {
        stopBy = now + (Limits.StopSeconds * 1000L);
        foreach (Listener listener in listeners)
        {
            listener.Dispose();
        }

        for (int i = 0; i < connections.Count; i++)
        {
            if (connections[i].State == ConnectionState.Receiving)
            {
                connections[i].Close();
            }
        }
    }
}
