using System;
using System.Text;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Message;

/// <summary>A resource: one row of the site's table.</summary>
internal sealed class Resource
{
    private readonly byte[] path;
    private readonly byte[] contentType;
    private readonly byte[] contentPolicy;
    private readonly byte[] entityTag;

    /// <param name="path">The path in its URL.</param>
    /// <param name="contentType">The media type of its body.</param>
    /// <param name="write">Writes the body; null for the page itself.</param>
    /// <param name="contentPolicy">What a browser may do with it; empty for none.</param>
    /// <param name="entityTag">What its content is known by; empty if it changes, and must not be stored.</param>
    internal Resource(
        string path,
        ReadOnlySpan<byte> contentType,
        BodyWriter? write,
        ReadOnlySpan<byte> contentPolicy = default,
        ReadOnlySpan<byte> entityTag = default)
    {
        this.path = Encoding.UTF8.GetBytes(path);
        this.contentType = contentType.ToArray();
        this.contentPolicy = contentPolicy.ToArray();
        this.entityTag = entityTag.ToArray();
        Write = write;
    }

    /// <summary>Writes the body of a resource other than the page.</summary>
    /// <param name="fault">Why there is no page; empty if there is one.</param>
    /// <param name="body">Receives the body; at most <see cref="Limits.SmallResponseBytesMax"/> with the head.</param>
    internal delegate ResponseStatus BodyWriter(ReadOnlySpan<byte> fault, ref ByteWriter body);

    internal ReadOnlySpan<byte> Path => path;

    /// <summary>What a response's head says of it.</summary>
    internal Representation Representation => new(contentType) { Policy = contentPolicy, EntityTag = entityTag };

    internal BodyWriter? Write { get; }

    /// <summary>Whether it needs neither a reading of the sources nor the token.</summary>
    internal bool IsStatic { get; init; }

    /// <summary>Whether it is compressed for clients that prefer that.</summary>
    internal bool IsCompressible { get; init; }

    /// <summary>The static resource that is served in its place to clients without the token; null for none.</summary>
    internal Resource? Public { get; init; }
}
