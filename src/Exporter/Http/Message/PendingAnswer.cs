using System;

namespace NetdevExporter.Http.Message;

/// <summary>What is to be answered, when the request's own bytes are consumed.</summary>
/// <param name="route">What was asked for.</param>
/// <param name="isHead">Whether the head alone is wanted.</param>
/// <param name="isHttp10">Whether the client speaks HTTP/1.0.</param>
/// <param name="keepAlive">Whether the connection stays open.</param>
/// <param name="prefersGzip">Whether a page may be compressed.</param>
internal readonly struct PendingAnswer(Route route, bool isHead, bool isHttp10, bool keepAlive, bool prefersGzip)
{
    internal Route Route { get; } = route;

    internal bool IsHead { get; } = isHead;

    internal bool IsHttp10 { get; } = isHttp10;

    internal bool KeepAlive { get; } = keepAlive;

    internal bool PrefersGzip { get; } = prefersGzip;

    /// <summary>
    /// What the response says of the connection: nothing, where the version's default holds (RFC 9112, 9.3).
    /// </summary>
    internal ReadOnlySpan<byte> ConnectionOption =>
        KeepAlive ? (IsHttp10 ? "keep-alive"u8 : default) : "close"u8;
}
