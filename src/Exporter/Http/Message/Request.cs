using System;

namespace NetdevExporter.Http.Message;

/// <summary>
/// The head of a request, as far as this server looks at it. Borrows the bytes that it was parsed from.
/// </summary>
internal ref struct Request
{
    /// <summary>The method, a token.</summary>
    internal ReadOnlySpan<byte> Method;

    /// <summary>The target's path, without the query; of the absolute form, the path behind the authority.</summary>
    internal ReadOnlySpan<byte> Path;

    /// <summary>The credentials: the value of Authorization; empty where there is none.</summary>
    internal ReadOnlySpan<byte> Authorization;

    /// <summary>How many bytes the head takes, its empty line and empty lines before it included.</summary>
    internal int Length;

    /// <summary>Whether it is HTTP/1.0, where a connection is closed unless the client asks otherwise.</summary>
    internal bool IsHttp10;

    /// <summary>Whether the client wants the connection to stay open.</summary>
    internal bool KeepAlive;

    /// <summary>Whether the client takes a body in gzip, and likes it no less than as it is.</summary>
    internal bool PrefersGzip;
}
