using System;

namespace NetdevExporter.Http;

/// <summary>Where the server gets the token that requests must carry.</summary>
internal interface ITokenSource
{
    /// <summary>The token that counts now; empty where it can't be had: then nobody is let in.</summary>
    /// <param name="now">In milliseconds on the server's clock.</param>
    ReadOnlySpan<byte> Find(long now);
}
