using System;
using System.Runtime.CompilerServices;

namespace NetdevExporter.Procfs;

/// <summary>
/// The devices of one reading, in file order, accessible by row or by column. Borrows the text and the lines.
/// </summary>
internal readonly ref struct NetDevSnapshot
{
    private readonly ReadOnlySpan<byte> text;
    private readonly ReadOnlySpan<NetDevLine> lines;

    internal NetDevSnapshot(
        ReadOnlySpan<byte> text,
        ReadOnlySpan<NetDevLine> lines,
        int excludedLines,
        int skippedLines,
        int repeatedNames,
        ReadOnlySpan<byte> firstRepeatedName)
    {
        this.text = text;
        this.lines = lines;
        ExcludedLines = excludedLines;
        SkippedLines = skippedLines;
        RepeatedNames = repeatedNames;
        FirstRepeatedName = firstRepeatedName;
    }

    /// <summary>The number of devices.</summary>
    internal int Count => lines.Length;

    /// <summary>The number of lines of devices that the filter excludes.</summary>
    internal int ExcludedLines { get; }

    /// <summary>
    /// The number of other lines below the header that are not a valid device, or that repeat a name; without empty
    /// lines.
    /// </summary>
    internal int SkippedLines { get; }

    /// <summary>The number of lines among these that repeat the name of an earlier line.</summary>
    internal int RepeatedNames { get; }

    /// <summary>The first name that repeats; empty if none does.</summary>
    internal ReadOnlySpan<byte> FirstRepeatedName { get; }

    /// <summary>
    /// A device's name: 1 to <see cref="NetDevParser.NameBytesMax"/> bytes without white space.
    /// </summary>
    internal ReadOnlySpan<byte> Name(int device) => lines[device].Name(text);

    /// <summary>A counter, as in the file: 1 to 20 decimal digits, at most 18446744073709551615.</summary>
    internal ReadOnlySpan<byte> Value(int device, int column) => lines[device].Value(text, column);

    /// <summary>
    /// Copies a counter's digits; may overwrite up to sixteen bytes of the room in total.
    /// </summary>
    /// <param name="room">At least <see cref="NetDevParser.DigitsMax"/> bytes.</param>
    /// <returns>The number of digits.</returns>
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
