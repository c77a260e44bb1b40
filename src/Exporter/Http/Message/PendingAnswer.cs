using System;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Message;

/// <summary>The part of a request that its response needs, after the request's bytes are consumed.</summary>
/// <param name="resource">The requested resource; null if there is none, or if the request is invalid.</param>
/// <param name="isHead">Whether it is a HEAD request.</param>
/// <param name="isHttp10">Whether the client speaks HTTP/1.0.</param>
/// <param name="keepAlive">Whether the connection stays open.</param>
/// <param name="prefersGzip">Whether the client prefers a compressed body.</param>
internal readonly struct PendingAnswer(
    Resource? resource,
    bool isHead,
    bool isHttp10,
    bool keepAlive,
    bool prefersGzip)
{
    internal Resource? Resource { get; } = resource;

    internal bool IsHead { get; } = isHead;

    internal bool IsHttp10 { get; } = isHttp10;

    internal bool KeepAlive { get; } = keepAlive;

    internal bool PrefersGzip { get; } = prefersGzip;

    /// <summary>Whether the client rejects an uncompressed body, however small.</summary>
    internal bool RequiresGzip { get; init; }

    /// <summary>Whether the client waits for the page itself, and takes one of this length compressed.</summary>
    internal bool TakesGzip(int length) => Resource is { Write: null } && Takes(length, Limits.GzipPageBytesMin);

    /// <summary>Whether the client takes another resource of this length compressed.</summary>
    internal bool TakesGzipFile(int length) => Takes(length, Limits.GzipFileBytesMin);

    /// <summary>
    /// The value of the response's Connection field; empty for the version's default (RFC 9112, 9.3).
    /// </summary>
    internal ReadOnlySpan<byte> ConnectionOption =>
        KeepAlive ? (IsHttp10 ? "keep-alive"u8 : default) : "close"u8;

    private bool Takes(int length, int lengthMin) => RequiresGzip || (PrefersGzip && length >= lengthMin);
}
