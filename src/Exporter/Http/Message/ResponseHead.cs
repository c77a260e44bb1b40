using System;
using System.Buffers.Text;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Message;

/// <summary>Writes the head of a response.</summary>
/// <remarks>
/// Source: RFC 9112, 4 (status line) and 9 (connections); RFC 9110, 6.6.1 (Date), 8.4 (Content-Encoding),
/// 8.6 (Content-Length), 10.2.1 (Allow), 11.6.1 (WWW-Authenticate); the Fetch standard, 3.6 (X-Content-Type-Options);
/// Content Security Policy 3.
/// </remarks>
internal static class ResponseHead
{
    /// <summary>The type of a page in the text format 0.0.4; Prometheus 3 fails a scrape that lacks it.</summary>
    internal static ReadOnlySpan<byte> Exposition => "text/plain; version=0.0.4; charset=utf-8"u8;

    internal static ReadOnlySpan<byte> Html => "text/html; charset=utf-8"u8;

    internal static ReadOnlySpan<byte> Text => "text/plain; charset=utf-8"u8;

    /// <summary>
    /// What a browser may do with the landing page: apply the one style that is in it, by its digest, follow its links,
    /// and nothing else; and no other page may frame it.
    /// </summary>
    private static ReadOnlySpan<byte> ContentPolicy =>
        "default-src 'none'; style-src 'sha256-Rai323ecH3aQteZNJmUha04gRNzAVcWln8uGGF9Mxg8='; "u8
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"u8;

    /// <summary>Writes a head up to and with its empty line.</summary>
    /// <param name="head">
    /// Caller's storage, of at least <see cref="Page.HeadRoom"/> bytes, more than the longest head.
    /// </param>
    /// <param name="isGzip">
    /// Whether the body is compressed. There is no Vary: what must not be stored needs none (RFC 9110, 12.5.5).
    /// </param>
    /// <param name="contentLength">The body's length, also where a HEAD request leaves the body out.</param>
    /// <param name="connection">What happens to the connection, where that must be said; else empty.</param>
    /// <returns>How long the head is.</returns>
    internal static int Write(
        Span<byte> head,
        ResponseStatus status,
        ReadOnlySpan<byte> contentType,
        bool isGzip,
        int contentLength,
        ReadOnlySpan<byte> connection)
    {
        int length = 0;
        Append(head, ref length, "HTTP/1.1 "u8);
        Append(head, ref length, status.Line());
        Append(head, ref length, "\r\nDate: "u8);
        UtcText.WriteHttp(DateTime.UtcNow, head[length..]);
        length += UtcText.HttpLength;
        Append(head, ref length, "\r\nContent-Type: "u8);
        Append(head, ref length, contentType);
        if (isGzip)
        {
            Append(head, ref length, "\r\nContent-Encoding: gzip"u8);
        }

        Append(head, ref length, "\r\nContent-Length: "u8);
        _ = Utf8Formatter.TryFormat(contentLength, head[length..], out int lengthLength);
        length += lengthLength;
        Append(head, ref length, "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"u8);
        if (contentType.SequenceEqual(Html))
        {
            Append(head, ref length, "Content-Security-Policy: "u8);
            Append(head, ref length, ContentPolicy);
            Append(head, ref length, "\r\n"u8);
        }

        if (status == ResponseStatus.Unauthorized)
        {
            Append(head, ref length, "WWW-Authenticate: Bearer realm=\"netdev-exporter\"\r\n"u8);
        }

        if (status == ResponseStatus.MethodNotAllowed)
        {
            Append(head, ref length, "Allow: GET, HEAD\r\n"u8);
        }

        if (!connection.IsEmpty)
        {
            Append(head, ref length, "Connection: "u8);
            Append(head, ref length, connection);
            Append(head, ref length, "\r\n"u8);
        }

        Append(head, ref length, "\r\n"u8);
        return length;
    }

    private static void Append(Span<byte> head, ref int length, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(head[length..]);
        length += bytes.Length;
    }
}
