using System;
using System.Runtime.CompilerServices;

namespace NetdevExporter.Procfs;

/// <summary>
/// One device of a snapshot: the positions of its name and its sixteen values in the text. It contains no reference:
/// an array of lines is plain memory.
/// </summary>
internal struct NetDevLine
{
    /// <summary>Where the name begins in the text; the offsets below are relative to it.</summary>
    internal int NameStart;

    /// <summary>Index + 1 of the next line in the same hash bucket; 0 ends the chain.</summary>
    internal int NextInBucket;

    /// <summary>Length of the name in bytes, 1 to <see cref="NetDevParser.NameBytesMax"/>.</summary>
    internal byte NameLength;

    /// <summary>Where each column's digits begin, by column index.</summary>
    internal Offsets ValueOffsets;

    /// <summary>How many digits each column has, 1 to 20, by column index.</summary>
    internal Lengths ValueLengths;

    /// <summary>
    /// Sixteen offsets, of two bytes each: a line has at most <see cref="NetDevParser.LineBytesMax"/> bytes.
    /// </summary>
    [InlineArray(NetDevColumn.Count)]
    internal struct Offsets
    {
        private ushort first;
    }

    /// <summary>Sixteen lengths.</summary>
    [InlineArray(NetDevColumn.Count)]
    internal struct Lengths
    {
        private byte first;
    }

    /// <summary>Records the position of a column's digits.</summary>
    /// <param name="column">The column; -1 for a number that belongs to none of the sixteen.</param>
    /// <param name="start">The position in the text, after the name and at most 65,535 bytes from its start.</param>
    internal void SetValue(int column, int start, int length)
    {
        if (column >= 0)
        {
            ValueOffsets[column] = (ushort)(start - NameStart);
            ValueLengths[column] = (byte)length;
        }
    }

    /// <summary>The name, a slice of the text.</summary>
    internal readonly ReadOnlySpan<byte> Name(ReadOnlySpan<byte> text) => text.Slice(NameStart, NameLength);

    /// <summary>A column's digits, a slice of the text.</summary>
    internal readonly ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text, int column) =>
        text.Slice(NameStart + ValueOffsets[column], ValueLengths[column]);
}
