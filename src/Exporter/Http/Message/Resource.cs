using System;
using System.Text;

namespace NetdevExporter.Http.Message;

/// <summary>A resource: one row of the site's table.</summary>
internal sealed class Resource
{
    private readonly byte[] path;
    private readonly byte[] contentType;

    /// <param name="path">The path in its URL.</param>
    /// <param name="contentType">The media type of its body.</param>
    /// <param name="write">Writes the body; null for the page itself.</param>
    internal Resource(string path, ReadOnlySpan<byte> contentType, BodyWriter? write)
    {
        this.path = Encoding.UTF8.GetBytes(path);
        this.contentType = contentType.ToArray();
        Write = write;
    }

    /// <summary>Writes the body of a resource other than the page.</summary>
    /// <param name="fault">Why there is no page; empty if there is one.</param>
    /// <param name="body">Receives the body.</param>
    internal delegate ResponseStatus BodyWriter(string fault, out byte[] body);

    internal ReadOnlySpan<byte> Path => path;

    internal ReadOnlySpan<byte> ContentType => contentType;

    internal BodyWriter? Write { get; }

    /// <summary>Whether it needs neither a reading of the sources nor the token.</summary>
    internal bool IsStatic { get; init; }
}
