using System;
using System.Diagnostics;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>Sends responses other than the page: a line of text, or the landing page.</summary>
internal sealed class Responder : IDisposable
{
    /// <summary>The longest body that it sends.</summary>
    internal const int BodyBytesMax = Limits.SmallResponseBytesMax - Page.HeadRoom;

    /// <summary>Outside the managed heap, which would clear all of it, and keep it in memory.</summary>
    private readonly NativeBuffer response = new(Limits.SmallResponseBytesMax);

    /// <summary>Answers the pending request with a status and its explanation.</summary>
    internal void Answer(Connection connection, ResponseStatus status, long now) =>
        Answer(connection, status, ResponseHead.Text, status.Explanation(), now);

    /// <summary>Answers the pending request with a resource other than the page.</summary>
    /// <param name="fault">Why there is no page; empty if there is one.</param>
    internal void Answer(Connection connection, Resource resource, string fault, long now)
    {
        ResponseStatus status = resource.Write!(fault, out byte[] body);
        Answer(connection, status, resource.ContentType, body, now);
    }

    /// <summary>Answers the pending request with a small body, or with its head alone.</summary>
    /// <param name="body">
    /// At most <see cref="BodyBytesMax"/>; of a HEAD request, of any length.
    /// </param>
    /// <param name="isGzip">Whether the body is compressed.</param>
    internal void Answer(
        Connection connection,
        ResponseStatus status,
        ReadOnlySpan<byte> contentType,
        ReadOnlySpan<byte> body,
        long now,
        bool isGzip = false)
    {
        ByteWriter writer = new(response.Bytes);
        ResponseHead.Write(
            ref writer, status, contentType, isGzip, body.Length, connection.Pending.ConnectionOption);
        if (!connection.Pending.IsHead)
        {
            writer.Write(body);
        }

        Debug.Assert(!writer.HasOverflowed, "a body that is not small");
        connection.Respond(response.Bytes[..writer.Length], null, 0, now);
    }

    public void Dispose() => response.Dispose();

    /// <summary>
    /// Answers a request that is not complete, and closes the connection. The method is known from its first bytes.
    /// </summary>
    internal void Reject(Connection connection, ResponseStatus status, long now) =>
        Reject(connection, status, status.Explanation(), connection.Unread.StartsWith("HEAD "u8), now);

    /// <summary>Answers an invalid request, and closes the connection.</summary>
    /// <param name="isHead">Whether it is a HEAD request, whose response has no body.</param>
    internal void Reject(
        Connection connection,
        ResponseStatus status,
        ReadOnlySpan<byte> explanation,
        bool isHead,
        long now)
    {
        PendingAnswer pending = new(null, isHead, isHttp10: false, keepAlive: false, prefersGzip: false);
        connection.TakeRequest(connection.Unread.Length, pending, now);
        Answer(connection, status, ResponseHead.Text, explanation, now);
    }
}
