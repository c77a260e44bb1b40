using System;

namespace NetdevExporter.Http.Message;

/// <summary>
/// The parts of a request's head that this server uses. Borrows the parsed bytes.
/// </summary>
internal ref struct Request
{
    /// <summary>The method, a token.</summary>
    internal ReadOnlySpan<byte> Method;

    /// <summary>The target's path, without the query; for the absolute form, the path after the authority.</summary>
    internal ReadOnlySpan<byte> Path;

    /// <summary>The credentials: the value of Authorization; empty if there is none.</summary>
    internal ReadOnlySpan<byte> Authorization;

    /// <summary>The field lines, each with its CRLF.</summary>
    internal ReadOnlySpan<byte> Fields;

    /// <summary>The length of the head in bytes, including its empty line.</summary>
    internal int Length;

    /// <summary>Whether it is HTTP/1.0, which closes the connection unless the client requests otherwise.</summary>
    internal bool IsHttp10;

    /// <summary>
    /// Whether it announces a body. None is read: the connection is closed after the response, so that no byte of the
    /// body is taken for a request.
    /// </summary>
    internal bool HasBody;

    /// <summary>Whether the connection can stay open: the client wants it, and there is no body.</summary>
    internal bool KeepAlive;

    /// <summary>Whether the client prefers gzip, or accepts it equally.</summary>
    internal bool PrefersGzip;

    /// <summary>Whether the client accepts gzip, but not an uncompressed page.</summary>
    internal bool RequiresGzip;
}
