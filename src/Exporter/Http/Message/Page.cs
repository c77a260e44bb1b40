using System;
using System.Text;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Message;

/// <summary>
/// The body of a response, with room for the head before it, so that both are sent in one call. Connections that wait
/// for the same page share it, and hold it until they have sent it.
/// </summary>
/// <param name="pool">Where it returns to; null if it belongs to no pool.</param>
/// <param name="length">The room for a body that it has from the start; 0 for no memory yet.</param>
/// <exception cref="OutOfMemoryException">The system is out of memory.</exception>
internal sealed class Page(PagePool? pool = null, int length = 0) : IDisposable
{
    /// <summary>Room for a head.</summary>
    internal const int HeadRoom = Limits.ResponseHeadBytesMax;

    private readonly NativeBuffer buffer = length > 0 ? new(HeadRoom + length) : new();

    /// <summary>Room for the body; empty until the page has grown.</summary>
    internal Span<byte> Room => HasMemory ? buffer.Bytes[HeadRoom..] : default;

    /// <summary>Whether it has grown since it was created or disposed.</summary>
    internal bool HasMemory => buffer.Length > 0;

    /// <summary>The body's address; valid until the next TryGrow.</summary>
    internal nint BodyAddress => buffer.Address + HeadRoom;

    /// <summary>The body's length.</summary>
    internal int Length { get; set; }

    /// <summary>The body.</summary>
    internal ReadOnlySpan<byte> Body => Room[..Length];

    /// <summary>Where the head before the body begins.</summary>
    internal int ResponseStart { get; private set; } = HeadRoom;

    /// <summary>Where the body ends.</summary>
    internal int ResponseEnd => HeadRoom + Length;

    /// <summary>The number of connections that still send it.</summary>
    internal int Holders { get; set; }

    /// <summary>The bytes of head and body from a position in the buffer on.</summary>
    internal ReadOnlySpan<byte> From(int position) => buffer.Bytes[position..ResponseEnd];

    /// <summary>Puts the head of the usual answer before the body.</summary>
    /// <param name="head">At most <see cref="HeadRoom"/> bytes.</param>
    internal void SetHead(ReadOnlySpan<byte> head)
    {
        ResponseStart = HeadRoom - head.Length;
        head.CopyTo(buffer.Bytes[ResponseStart..]);
    }

    /// <summary>
    /// Sets the body to one line of text, shorter than the initial page; to nothing if out of memory.
    /// </summary>
    internal void SetText(string line)
    {
        _ = TryGrow(Limits.PageBytesInitial);
        Length = Encoding.UTF8.TryGetBytes(line + "\n", Room, out int count) ? count : 0;
    }

    /// <summary>Makes room for a body of at least this length; returns false if out of memory.</summary>
    internal bool TryGrow(int length) => buffer.TryGrow(HeadRoom + length);

    /// <summary>Removes a holder; without any, the page returns to its pool.</summary>
    internal void Release()
    {
        Holders--;
        pool?.Recycle(this);
    }

    /// <summary>Frees the memory; the page can grow again.</summary>
    public void Dispose() => buffer.Dispose();
}
