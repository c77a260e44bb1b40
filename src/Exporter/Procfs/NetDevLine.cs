using System;
using System.Runtime.CompilerServices;

namespace NetdevExporter.Procfs;

/// <summary>
/// One device of a snapshot: where in the text its name and its sixteen values stand. It holds no text and no
/// reference, so that a row of them is plain memory.
/// </summary>
internal struct NetDevLine
{
    /// <summary>Where the name begins in the text; every offset below counts from here.</summary>
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
    /// Sixteen offsets; two bytes each, since a line has <see cref="NetDevParser.LineBytesMax"/> bytes at most.
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

    /// <summary>Notes where a column's digits stand.</summary>
    /// <param name="column">The column; -1 for a number that belongs to none of the sixteen.</param>
    /// <param name="start">Where in the text, behind the name and at most 65,535 bytes from it.</param>
    internal void SetValue(int column, int start, int length)
    {
        if (column >= 0)
        {
            ValueOffsets[column] = (ushort)(start - NameStart);
            ValueLengths[column] = (byte)length;
        }
    }

    /// <summary>The name, as it stands in the text.</summary>
    internal readonly ReadOnlySpan<byte> Name(ReadOnlySpan<byte> text) => text.Slice(NameStart, NameLength);

    /// <summary>A column's digits, as they stand in the text.</summary>
    internal readonly ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text, int column) =>
        text.Slice(NameStart + ValueOffsets[column], ValueLengths[column]);
}
