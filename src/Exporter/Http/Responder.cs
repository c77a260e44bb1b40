using System;
using System.Diagnostics;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>Sends responses other than the page: a line of text, a page for browsers, or one of its files.</summary>
/// <param name="encoder">Compresses bodies.</param>
/// <param name="compresses">Whether to compress for clients that prefer it.</param>
internal sealed class Responder(GzipEncoder encoder, bool compresses) : IDisposable
{
    /// <summary>The longest body that it sends.</summary>
    internal const int BodyBytesMax = Limits.SmallResponseBytesMax - Page.HeadRoom;

    /// <summary>Outside the managed heap, which would clear all of it, and keep it in memory.</summary>
    private readonly Page content = new(pool: null, BodyBytesMax);

    /// <summary>The same compressed; it has no memory until the first client that prefers it.</summary>
    private readonly Page encoded = new();

    /// <summary>Answers the pending request with a status and its explanation.</summary>
    internal void Answer(Connection connection, ResponseStatus status, long now) =>
        Answer(connection, status, new Representation(ResponseHead.Text), status.Explanation(), now);

    /// <summary>Answers the pending request with a resource other than the page.</summary>
    /// <param name="fault">Why there is no page; empty if there is one.</param>
    internal void Answer(Connection connection, Resource resource, ReadOnlySpan<byte> fault, long now)
    {
        ByteWriter body = new(content.Room);
        ResponseStatus status = resource.Write!(fault, ref body);
        Debug.Assert(!body.HasOverflowed, "a body that is not small");
        content.Length = body.Length;
        bool isGzip = compresses
            && resource.IsCompressible
            && connection.Pending.TakesGzipFile(content.Length)
            && encoder.TryEncode(content, encoded);
        Page sent = isGzip ? encoded : content;
        Send(connection, status, resource.Representation with { IsGzip = isGzip }, sent, sent.Length, now);
    }

    /// <summary>Answers the pending request of a client that has the resource as it is.</summary>
    internal void AnswerUnchanged(Connection connection, Resource resource, long now)
    {
        content.Length = 0;
        Send(connection, ResponseStatus.NotModified, resource.Representation, content, 0, now);
    }

    /// <summary>Answers the pending request with a small body, or with its head alone.</summary>
    /// <param name="body">
    /// At most <see cref="BodyBytesMax"/>; of a HEAD request, of any length.
    /// </param>
    internal void Answer(
        Connection connection,
        ResponseStatus status,
        in Representation representation,
        ReadOnlySpan<byte> body,
        long now)
    {
        content.Length = connection.Pending.IsHead ? 0 : body.Length;
        body[..content.Length].CopyTo(content.Room);
        Send(connection, status, representation, content, body.Length, now);
    }

    public void Dispose()
    {
        content.Dispose();
        encoded.Dispose();
    }

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
        Answer(connection, status, new Representation(ResponseHead.Text), explanation, now);
    }

    /// <summary>Puts the head before the body, and sends both at once; to a HEAD request, the head alone.</summary>
    private static void Send(
        Connection connection,
        ResponseStatus status,
        in Representation representation,
        Page body,
        int contentLength,
        long now)
    {
        PendingAnswer pending = connection.Pending;
        Span<byte> room = stackalloc byte[Page.HeadRoom];
        ByteWriter writer = new(room);
        ResponseHead.Write(ref writer, status, representation, contentLength, pending.ConnectionOption);
        Debug.Assert(!writer.HasOverflowed, "a head that is too long");
        body.Length = pending.IsHead ? 0 : body.Length;
        body.SetHead(room[..writer.Length]);
        connection.Respond(body.From(body.ResponseStart), null, 0, now);
    }
}
