using System;

namespace NetdevExporter.Http.Message;

/// <summary>What is left of a request, once its bytes are consumed, for its answer.</summary>
/// <param name="resource">What was asked for; null if there is no such path, or it was no request.</param>
/// <param name="isHead">Whether only the head is wanted.</param>
/// <param name="isHttp10">Whether the client speaks HTTP/1.0.</param>
/// <param name="keepAlive">Whether the connection stays open.</param>
/// <param name="prefersGzip">Whether the client prefers a compressed page.</param>
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

    /// <summary>
    /// The value of the response's Connection field; empty if the default of the version holds (RFC 9112, 9.3).
    /// </summary>
    internal ReadOnlySpan<byte> ConnectionOption =>
        KeepAlive ? (IsHttp10 ? "keep-alive"u8 : default) : "close"u8;
}
