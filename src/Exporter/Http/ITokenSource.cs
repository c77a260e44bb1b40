using System;

namespace NetdevExporter.Http;

/// <summary>Where the server gets the token that requests must carry.</summary>
internal interface ITokenSource
{
    /// <summary>Gets the token; empty if it cannot be read: requests that need it are then rejected.</summary>
    /// <param name="now">In milliseconds, on the server's clock.</param>
    ReadOnlySpan<byte> GetCurrent(long now);
}
