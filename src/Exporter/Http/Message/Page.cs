using System;
using System.Text;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Message;

/// <summary>
/// The body of a response, with room for the response's head before it, so that both leave in one send. Connections
/// that wait for the same page share it, and hold it until they have taken it.
/// </summary>
internal sealed class Page(PagePool? pool = null) : IDisposable
{
    /// <summary>Room for a head.</summary>
    internal const int HeadRoom = Limits.ResponseHeadBytesMax;

    private readonly NativeBuffer buffer = new();

    /// <summary>Where the body goes: nowhere, before it has grown for the first time.</summary>
    internal Span<byte> Room => HasMemory ? buffer.Bytes[HeadRoom..] : default;

    /// <summary>Whether it has grown since it was made or disposed.</summary>
    internal bool HasMemory => buffer.Length > 0;

    /// <summary>Where the body begins in memory; good until the next TryGrow.</summary>
    internal nint BodyAddress => buffer.Address + HeadRoom;

    /// <summary>How long the body is.</summary>
    internal int Length { get; set; }

    /// <summary>The body.</summary>
    internal ReadOnlySpan<byte> Body => Room[..Length];

    /// <summary>Where the head begins that stands before the body.</summary>
    internal int ResponseStart { get; private set; } = HeadRoom;

    /// <summary>Where the body ends.</summary>
    internal int ResponseEnd => HeadRoom + Length;

    /// <summary>How many connections have not taken all of it yet.</summary>
    internal int Holders { get; set; }

    /// <summary>The bytes of head and body from one place in the buffer on.</summary>
    internal ReadOnlySpan<byte> From(int position) => buffer.Bytes[position..ResponseEnd];

    /// <summary>Puts the head of the usual answer before the body.</summary>
    /// <param name="head">At most <see cref="HeadRoom"/> bytes.</param>
    internal void SetHead(ReadOnlySpan<byte> head)
    {
        ResponseStart = HeadRoom - head.Length;
        head.CopyTo(buffer.Bytes[ResponseStart..]);
    }

    /// <summary>
    /// Makes the body one line of text, which is shorter than the shortest page; nothing where there is no memory.
    /// </summary>
    internal void SetText(string line)
    {
        _ = TryGrow(Limits.PageBytesInitial);
        Length = Encoding.UTF8.TryGetBytes(line + "\n", Room, out int count) ? count : 0;
    }

    /// <summary>Makes room for a body of at least this length; false where the system has no more memory.</summary>
    internal bool TryGrow(int length) => buffer.TryGrow(HeadRoom + length);

    /// <summary>Takes a hold off; what nobody holds any more goes back to its pool.</summary>
    internal void Release()
    {
        Holders--;
        pool?.Recycle(this);
    }

    /// <summary>Gives its memory back; it can grow again.</summary>
    public void Dispose() => buffer.Dispose();
}
