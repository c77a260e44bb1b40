using System;
using System.Text;

namespace NetdevExporter.Http;

/// <summary>Takes requests off connections, and answers them.</summary>
/// <remarks>Source: RFC 9112, 9 (persistence, pipelining); RFC 9110, 9.3 (GET, HEAD) and 15 (status codes).</remarks>
internal sealed class RequestHandler(ConnectionTable connections, PagePool pages, IPageSource source, Site site)
{
    private readonly byte[] response = new byte[Limits.SmallResponseBytesMax];

    /// <summary>Until when those who wait for a page wait; in the past where there is nothing to wait for.</summary>
    internal long AnswerAgainAt { get; private set; }

    /// <summary>Whether the server is about to stop; then no connection is kept for another request.</summary>
    internal bool IsStopping { get; set; }

    /// <summary>Takes the requests that have arrived whole, until one waits for the page or for its client.</summary>
    internal void TakeRequests(Connection connection, long now)
    {
        while (connection.State == ConnectionState.Receiving && !connection.Unread.IsEmpty)
        {
            RequestStatus status = RequestParser.Parse(connection.Unread, out Request request);
            if (status == RequestStatus.Complete)
            {
                TakeRequest(connection, request, now);
            }
            else if (status != RequestStatus.Incomplete)
            {
                Refuse(connection, Answer(status), request.Method.SequenceEqual("HEAD"u8), now);
            }
            else if (connection.HasFullBuffer)
            {
                Refuse(connection, ResponseStatus.HeadTooLarge, isHead: false, now);
            }
            else
            {
                return;
            }
        }
    }

    private static ResponseStatus Answer(RequestStatus status) =>
        status switch
        {
            RequestStatus.ContentTooLarge => ResponseStatus.ContentTooLarge,
            RequestStatus.NotImplemented => ResponseStatus.NotImplemented,
            RequestStatus.VersionNotSupported => ResponseStatus.VersionNotSupported,
            _ => ResponseStatus.BadRequest,
        };

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
                Answer(connection, ResponseStatus.Ok, ResponseHead.Html, site.Landing(source.FindFault()), now);
                break;
            case Route.Healthy:
                Answer(connection, ResponseStatus.Ok, ResponseHead.Text, "healthy\n"u8, now);
                break;
            default:
                Answer(connection, ResponseStatus.NotFound, now);
                break;
        }
    }

    /// <summary>
    /// Makes a page for all connections that wait for one. Who waits afterwards had sent more than one request.
    /// </summary>
    internal void AnswerWaiting(long now)
    {
        if (!connections.IsAnyWaiting())
        {
            return;
        }

        Page? page = pages.Take() ?? MakePageFree(now);
        if (page is null)
        {
            return;
        }

        bool isPage = source.TryWrite(page);
        page.Holders++;
        page.MadeAt = now;
        page.TakenAt = now;
        int headLength = ResponseHead.Write(
            response, ResponseStatus.Ok, ResponseHead.Exposition, page.Length, connection: default);
        page.SetHead(response.AsSpan(0, headLength));
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
            AnswerReady(connection, now);
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

    /// <summary>
    /// All pages are held by clients that have not taken them: those who have taken nothing for a while lose theirs.
    /// Null where all are being taken; then a new page waits until <see cref="AnswerAgainAt"/>, or until one is free.
    /// </summary>
    private Page? MakePageFree(long now)
    {
        Page first = pages.FindFirstToLeave();
        AnswerAgainAt = first.LeavesAt;
        if (now < AnswerAgainAt)
        {
            return null;
        }

        for (int i = 0; i < connections.Count; i++)
        {
            if (connections[i].Holds(first))
            {
                connections[i].Close();
            }
        }

        return pages.Take()!;
    }

    /// <summary>Answers whether what is served is what it should be.</summary>
    private void AnswerReady(Connection connection, long now)
    {
        string fault = source.FindFault();
        ResponseStatus status = fault.Length == 0 ? ResponseStatus.Ok : ResponseStatus.ServiceUnavailable;
        string text = fault.Length == 0 ? "ready\n" : fault + "\n";
        Answer(connection, status, ResponseHead.Text, Encoding.UTF8.GetBytes(text), now);
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
        int length = ResponseHead.Write(
            response, status, contentType, body.Length, connection.Pending.ConnectionOption);
        if (!connection.Pending.IsHead)
        {
            body.CopyTo(response.AsSpan(length));
            length += body.Length;
        }

        connection.Respond(response.AsSpan(0, length), null, 0, now);
    }

    /// <summary>Answers what is no request that is served, and closes.</summary>
    /// <param name="isHead">Whether it was a HEAD request, whose answer has no body.</param>
    internal void Refuse(Connection connection, ResponseStatus status, bool isHead, long now)
    {
        connection.Pending = new PendingAnswer(Route.None, isHead, isHttp10: false, keepAlive: false);
        connection.Consume(connection.Unread.Length, now);
        Answer(connection, status, now);
    }
}
