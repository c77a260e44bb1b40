using System;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>Takes requests off connections, and answers those that are not for a page.</summary>
/// <remarks>Source: RFC 9112, 9 (persistence, pipelining); RFC 9110, 9.3 (GET, HEAD) and 15 (status codes).</remarks>
internal sealed class RequestHandler(ITokenSource? tokens, Site site, Responder responder)
{
    /// <summary>Whether the server is about to stop; then no connection is kept for another request.</summary>
    internal bool IsStopping { get; set; }

    /// <summary>
    /// Whether somebody has waited to be let in for a while, and nobody is idle: then the next request is the last on
    /// its connection, which makes room without a reset.
    /// </summary>
    internal bool IsRoomWanted { get; set; }

    /// <summary>
    /// Takes the requests that have arrived whole, until one waits for the page or for its client, or so many are
    /// answered that it is the others' turn.
    /// </summary>
    internal void TakeRequests(Connection connection, long now)
    {
        connection.HasMore = false;
        for (int i = 0; connection.State == ConnectionState.Receiving && !connection.Unread.IsEmpty; i++)
        {
            if (i == Limits.AnswersAtOnceMax)
            {
                connection.HasMore = true;
                return;
            }

            RequestStatus status = RequestParser.Parse(connection.Unread, out Request request);
            if (status == RequestStatus.Complete)
            {
                TakeRequest(connection, request, now);
            }
            else if (status != RequestStatus.Incomplete)
            {
                responder.Refuse(connection, StatusOf(status), request.Method.SequenceEqual("HEAD"u8), now);
            }
            else if (connection.HasFullBuffer)
            {
                responder.Refuse(connection, ResponseStatus.HeadTooLarge, isHead: false, now);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Sends on what is left of a response; when all is, takes the requests behind it.</summary>
    internal void SendOn(Connection connection, long now)
    {
        connection.Flush(now);
        TakeRequests(connection, now);
    }

    /// <summary>
    /// Looks whether a client, before it loses its place, has asked or made room for its response since poll(2).
    /// </summary>
    internal void LookAgain(Connection connection, long now)
    {
        switch (connection.State)
        {
            case ConnectionState.Sending:
                SendOn(connection, now);
                break;
            case ConnectionState.Receiving when connection.TryReceive(now):
                TakeRequests(connection, now);
                break;
        }
    }

    private static ResponseStatus StatusOf(RequestStatus status) =>
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
        connection.Pending = new PendingAnswer(
            route, isHead, request.IsHttp10, request.KeepAlive && !IsStopping && !IsRoomWanted,
            route == Route.Metrics && request.PrefersGzip);
        IsRoomWanted = false;
        bool isAdmitted = IsAdmitted(route, request.Authorization, now);
        connection.Consume(request.Length, now); // and the request's bytes with it
        if (!isAdmitted)
        {
            responder.Answer(connection, ResponseStatus.Unauthorized, now);
            return;
        }

        if (!isServed)
        {
            responder.Answer(connection, ResponseStatus.MethodNotAllowed, now);
            return;
        }

        switch (route)
        {
            case Route.Metrics or Route.Ready or Route.Landing:
                connection.State = ConnectionState.Waiting;
                break;
            case Route.Healthy:
                responder.Answer(connection, ResponseStatus.Ok, ResponseHead.Text, "healthy\n"u8, now);
                break;
            default:
                responder.Answer(connection, ResponseStatus.NotFound, now);
                break;
        }
    }

    /// <summary>
    /// Whether a request may have its answer: who has no token learns that the process serves, and no more.
    /// </summary>
    private bool IsAdmitted(Route route, ReadOnlySpan<byte> authorization, long now) =>
        tokens is null || route == Route.Healthy || AccessToken.IsIn(authorization, tokens.GetCurrent(now));
}
