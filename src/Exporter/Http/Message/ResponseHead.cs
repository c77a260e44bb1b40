using System;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Message;

/// <summary>Writes the head of a response.</summary>
/// <remarks>
/// Source: RFC 9112, 4 (status line) and 9 (connections); RFC 9110, 6.6.1 (Date), 8.4 (Content-Encoding),
/// 8.6 (Content-Length; none with 204 and 304), 8.8.3 (ETag), 10.2.1 (Allow), 11.6.1 (WWW-Authenticate), 12.5.5
/// (Vary), 15.4.5 (304); RFC 9111, 5.2.2 (Cache-Control); the Fetch standard, 3.6 (X-Content-Type-Options); Content
/// Security Policy 3.
/// </remarks>
internal static class ResponseHead
{
    /// <summary>The media type of the text format 0.0.4; without it, a scrape by Prometheus 3 fails.</summary>
    internal static ReadOnlySpan<byte> Exposition => "text/plain; version=0.0.4; charset=utf-8"u8;

    internal static ReadOnlySpan<byte> Html => "text/html; charset=utf-8"u8;

    internal static ReadOnlySpan<byte> Text => "text/plain; charset=utf-8"u8;

    internal static ReadOnlySpan<byte> Script => "text/javascript; charset=utf-8"u8;

    /// <summary>Writes a head with its empty line, at most <see cref="Page.HeadRoom"/> bytes.</summary>
    /// <param name="content">
    /// What is said of the body. Without an entity tag, the response must not be stored, and needs no Vary (RFC 9110,
    /// 12.5.5); with one, the client asks each time whether it has changed.
    /// </param>
    /// <param name="contentLength">The body's length, also for a HEAD request, whose response has no body.</param>
    /// <param name="connection">The value of Connection; empty for none.</param>
    internal static void Write(
        ref ByteWriter head,
        ResponseStatus status,
        in Representation content,
        int contentLength,
        ReadOnlySpan<byte> connection)
    {
        head.Write("HTTP/1.1 "u8);
        head.Write(status.Line());
        head.Write("\r\nDate: "u8);
        UtcText.WriteHttp(DateTime.UtcNow, head.Reserve(UtcText.HttpLength));
        head.Advance(UtcText.HttpLength);
        if (status is not (ResponseStatus.NoContent or ResponseStatus.NotModified))
        {
            head.Write("\r\nContent-Type: "u8);
            head.Write(content.Type);
            head.Write(content.IsGzip ? "\r\nContent-Encoding: gzip\r\nContent-Length: "u8 : "\r\nContent-Length: "u8);
            head.WriteNumber(contentLength);
        }

        if (content.EntityTag.IsEmpty)
        {
            head.Write("\r\nCache-Control: no-store"u8);
        }
        else
        {
            head.Write("\r\nETag: W/\""u8);
            head.Write(content.EntityTag);
            head.Write("\"\r\nCache-Control: no-cache\r\nVary: Accept-Encoding"u8);
        }

        head.Write("\r\nX-Content-Type-Options: nosniff\r\n"u8);
        if (!content.Policy.IsEmpty)
        {
            head.Write("Content-Security-Policy: "u8);
            head.Write(content.Policy);
            head.Write("\r\n"u8);
        }

        if (status == ResponseStatus.Unauthorized)
        {
            head.Write("WWW-Authenticate: Bearer realm=\"netdev-exporter\"\r\n"u8);
        }

        if (status is ResponseStatus.MethodNotAllowed or ResponseStatus.NoContent)
        {
            head.Write("Allow: GET, HEAD, OPTIONS\r\n"u8);
        }

        if (!connection.IsEmpty)
        {
            head.Write("Connection: "u8);
            head.Write(connection);
            head.Write("\r\n"u8);
        }

        head.Write("\r\n"u8);
    }
}
