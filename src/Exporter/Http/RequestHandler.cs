using System;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>Takes requests from connections, and answers those that need no page.</summary>
/// <remarks>
/// Source: RFC 9112, 9 (persistence, pipelining); RFC 9110, 9.3 (GET, HEAD, OPTIONS) and 15 (status codes).
/// </remarks>
internal sealed class RequestHandler(ITokenSource? tokens, Site site, Admission admission, Responder responder)
{
    /// <summary>Whether the server is stopping: each response is then the last on its connection.</summary>
    internal bool IsStopping { get; set; }

    /// <summary>
    /// Takes the first request, if it is complete. Pipelined requests wait until it is answered and all other
    /// connections have had their turn.
    /// </summary>
    internal void TakeRequest(Connection connection, long now)
    {
        RequestStatus status = RequestParser.Parse(connection.Unread, out Request request);
        if (status == RequestStatus.Complete)
        {
            Answer(connection, request, now);
        }
        else if (status != RequestStatus.Incomplete)
        {
            bool isHead = request.Method.SequenceEqual("HEAD"u8);
            responder.Reject(connection, status.Response(), status.Explanation(), isHead, now);
        }
        else if (connection.Unread.Length >= Limits.HeadBytesMax)
        {
            responder.Reject(connection, ResponseStatus.HeadTooLarge, now);
        }
        else if (!connection.TryAwaitRest(now))
        {
            responder.Reject(connection, ResponseStatus.ServiceUnavailable, now);
        }
    }

    /// <summary>
    /// Answers a request, or leaves it waiting for the page. OPTIONS needs no token: the response is the same for every
    /// path, and health checks of load balancers send it. Without the token, a resource may have another in its place.
    /// </summary>
    private void Answer(Connection connection, Request request, long now)
    {
        bool isHead = request.Method.SequenceEqual("HEAD"u8);
        bool isMethodAllowed = isHead || request.Method.SequenceEqual("GET"u8);
        Resource? resource = site.Find(request.Path);
        bool isOptions = request.Method.SequenceEqual("OPTIONS"u8);
        bool isAuthorized = isOptions || IsAuthorized(resource, request.Authorization, now);
        if (!isAuthorized && isMethodAllowed && resource is { Public: Resource open })
        {
            resource = open;
            isAuthorized = true;
        }

        ReadOnlySpan<byte> entityTag = resource is null ? default : resource.Representation.EntityTag;
        bool isUnchanged = !entityTag.IsEmpty && IfNoneMatch.IsIn(request.Fields, entityTag);
        bool isCompressible = resource is { IsCompressible: true };
        PendingAnswer pending = new(
            resource,
            isHead,
            request.IsHttp10,
            request.KeepAlive && !IsStopping && !admission.IsClientWaiting,
            request.PrefersGzip && isCompressible)
        {
            RequiresGzip = request.RequiresGzip && isCompressible,
        };
        connection.TakeRequest(request.Length, pending, now); // this invalidates the request's bytes
        if (!isAuthorized)
        {
            responder.Answer(connection, ResponseStatus.Unauthorized, now);
        }
        else if (isOptions)
        {
            responder.Answer(connection, ResponseStatus.NoContent, now);
        }
        else if (!isMethodAllowed)
        {
            responder.Answer(connection, ResponseStatus.MethodNotAllowed, now);
        }
        else if (resource is null)
        {
            responder.Answer(connection, ResponseStatus.NotFound, now);
        }
        else if (isUnchanged)
        {
            responder.AnswerUnchanged(connection, resource, now);
        }
        else if (resource.IsStatic)
        {
            responder.Answer(connection, resource, fault: default, now);
        }
    }

    /// <summary>Whether a request may be answered: without the token, only for a static resource.</summary>
    private bool IsAuthorized(Resource? resource, ReadOnlySpan<byte> authorization, long now) =>
        tokens is null || resource is { IsStatic: true } || AccessToken.IsIn(authorization, tokens.GetCurrent(now));
}
