using System;
using System.Runtime.CompilerServices;

namespace NetdevExporter.Procfs;

/// <summary>
/// The devices of one reading, in file order. The text is row-major (a line a device), the exposition column-major
/// (a family's samples together): a snapshot can be read either way. It borrows the text and the lines.
/// </summary>
internal readonly ref struct NetDevSnapshot
{
    private readonly ReadOnlySpan<byte> text;
    private readonly ReadOnlySpan<NetDevLine> lines;

    internal NetDevSnapshot(ReadOnlySpan<byte> text, ReadOnlySpan<NetDevLine> lines, int skippedLines)
    {
        this.text = text;
        this.lines = lines;
        SkippedLines = skippedLines;
    }

    /// <summary>How many devices there are.</summary>
    internal int Count => lines.Length;

    /// <summary>Lines below the header that could not be read as a device, or that name one a second time.</summary>
    internal int SkippedLines { get; }

    /// <summary>
    /// A device's name: 1 to <see cref="NetDevParser.NameBytesMax"/> bytes of any kind but white space.
    /// </summary>
    internal ReadOnlySpan<byte> Name(int device) => lines[device].Name(text);

    /// <summary>A counter as the file has it: 1 to 20 decimal digits, at most 18446744073709551615.</summary>
    internal ReadOnlySpan<byte> Value(int device, int column) => lines[device].Value(text, column);

    /// <summary>
    /// Copies a counter's digits; what stands behind them there is overwritten too, up to sixteen bytes in all.
    /// </summary>
    /// <param name="room">At least <see cref="NetDevParser.DigitsMax"/> bytes.</param>
    /// <returns>How many digits there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int CopyValue(int device, int column, Span<byte> room)
    {
        ref readonly NetDevLine line = ref lines[device];
        int start = line.NameStart + line.ValueOffsets[column];
        int length = line.ValueLengths[column];
        ShortCopy.Copy(text, start, length, room);
        return length;
    }
}
