using System;

namespace NetdevExporter.Http;

/// <summary>Where the server gets the token that requests must carry.</summary>
internal interface ITokenSource
{
    /// <summary>Gets the token; empty if it cannot be read: then no request is served that needs it.</summary>
    /// <param name="now">In milliseconds, on the server's clock.</param>
    ReadOnlySpan<byte> GetCurrent(long now);
}
