using System;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>Answers with what is no page: a line of text, or the landing page.</summary>
internal sealed class Responder
{
    private readonly byte[] response = new byte[Limits.SmallResponseBytesMax];

    /// <summary>Answers the pending request with what its status has to say.</summary>
    internal void Answer(Connection connection, ResponseStatus status, long now) =>
        Answer(connection, status, ResponseHead.Text, status.Explanation(), now);

    /// <summary>Answers the pending request with a small body.</summary>
    /// <param name="body">Cut to what <see cref="Limits.SmallResponseBytesMax"/> leaves beside the head.</param>
    internal void Answer(
        Connection connection,
        ResponseStatus status,
        ReadOnlySpan<byte> contentType,
        ReadOnlySpan<byte> body,
        long now)
    {
        body = body[..Math.Min(body.Length, response.Length - Page.HeadRoom)];
        int length = ResponseHead.Write(
            response, status, contentType, isGzip: false, body.Length, connection.Pending.ConnectionOption);
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
        connection.Pending = new PendingAnswer(Route.None, isHead, isHttp10: false, keepAlive: false, false);
        connection.Consume(connection.Unread.Length, now);
        Answer(connection, status, now);
    }
}
