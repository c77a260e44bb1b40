using System;

namespace NetdevExporter.Http.Message;

/// <summary>What a response's head says of its body (RFC 9110, 8). Borrows the texts.</summary>
/// <param name="type">The media type.</param>
internal readonly ref struct Representation(ReadOnlySpan<byte> type)
{
    /// <summary>Its media type.</summary>
    internal ReadOnlySpan<byte> Type { get; } = type;

    /// <summary>What a browser may do with it, as a content security policy; empty for none.</summary>
    internal ReadOnlySpan<byte> Policy { get; init; }

    /// <summary>
    /// What changes when its content does, without quotes; empty for what must not be stored. It is the same whether
    /// the body is compressed or not, and therefore weak.
    /// </summary>
    internal ReadOnlySpan<byte> EntityTag { get; init; }

    /// <summary>Whether the body is compressed.</summary>
    internal bool IsGzip { get; init; }
}
