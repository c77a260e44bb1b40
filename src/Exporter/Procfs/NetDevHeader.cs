using System;
using System.Runtime.CompilerServices;

namespace NetdevExporter.Procfs;

/// <summary>
/// Maps the numbers of a line to columns, by the header of the file. A header that lacks a column is rejected: no
/// number is ever shown under another column's name.
/// </summary>
/// <remarks>
/// Source: dev_seq_show() in linux/net/core/net-procfs.c prints
/// <code>
/// Inter-|   Receive                                                |  Transmit
///  face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls …
/// </code>
/// Each line has two bars. The first line says which part has the columns of which direction, and the second names
/// them. What precedes the first bar varies (Linux 5.15-rc prints <c>Interface|</c> and then only blanks), and so do
/// the blanks (FreeBSD's linprocfs pads differently, and has printed HTABs): neither is examined. Linux before 2.1.91
/// lacks columns, and is rejected.
/// </remarks>
internal struct NetDevHeader
{
    /// <summary>
    /// The most columns in a header; unknown ones are skipped.
    /// </summary>
    internal const int NumbersMax = 64;

    private const sbyte Unknown = -1;

    private static readonly NetDevHeader Standard = CreateStandard();

    private Map columnOfNumber;

    private static ReadOnlySpan<byte> StandardTop =>
        "Inter-|   Receive                                                |  Transmit"u8;

    private static ReadOnlySpan<byte> StandardWords =>
        " face |bytes    packets errs drop fifo frame compressed multicast"u8
        + "|bytes    packets errs drop fifo colls carrier compressed"u8;

    private static ReadOnlySpan<byte> Blanks => " \t"u8;

    /// <summary>The least number of values on a line.</summary>
    internal int NumberCount { get; private set; }

    /// <summary>The column of the number at this index on a line; -1 if it is none of the sixteen.</summary>
    internal readonly int Column(int number) => columnOfNumber[number];

    /// <summary>Parses the two lines of a header.</summary>
    /// <param name="top">The first line, without its LF.</param>
    /// <param name="words">The second line, without its LF.</param>
    /// <param name="header">Undefined if the result is false.</param>
    /// <returns>Whether the lines are a header with each of the sixteen columns exactly once.</returns>
    internal static bool TryParse(ReadOnlySpan<byte> top, ReadOnlySpan<byte> words, out NetDevHeader header)
    {
        if (top.SequenceEqual(StandardTop) && words.SequenceEqual(StandardWords))
        {
            header = Standard; // parsing it would take a seventh of the instructions of a 4-device scrape
            return true;
        }

        header = default;
        if (!TrySplit(top, out ReadOnlySpan<byte> direction, out ReadOnlySpan<byte> otherDirection)
            || !TrySplit(words, out ReadOnlySpan<byte> columns, out ReadOnlySpan<byte> otherColumns))
        {
            return false;
        }

        bool isReceiveFirst = direction.SequenceEqual("Receive"u8);
        return (isReceiveFirst ? otherDirection : direction).SequenceEqual("Transmit"u8)
            && (isReceiveFirst || otherDirection.SequenceEqual("Receive"u8))
            && header.TryAdd(columns, isReceiveFirst ? 0 : NetDevColumn.Count / 2)
            && header.TryAdd(otherColumns, isReceiveFirst ? NetDevColumn.Count / 2 : 0)
            && header.HasEveryColumn();
    }

    /// <summary>The header of Linux 2.1.91 and later, with the columns in their order.</summary>
    private static NetDevHeader CreateStandard()
    {
        NetDevHeader header = new() { NumberCount = NetDevColumn.Count };
        for (int column = 0; column < NetDevColumn.Count; column++)
        {
            header.columnOfNumber[column] = (sbyte)column;
        }

        return header;
    }

    /// <summary>Finds the two parts of a header line behind its two bars, without the blanks around them.</summary>
    private static bool TrySplit(
        ReadOnlySpan<byte> line,
        out ReadOnlySpan<byte> first,
        out ReadOnlySpan<byte> second)
    {
        int bar = line.IndexOf((byte)'|');
        int lastBar = line.LastIndexOf((byte)'|');
        bool hasTwoBars = line.Count((byte)'|') == 2;
        first = hasTwoBars ? line[(bar + 1)..lastBar].Trim(Blanks) : default;
        second = hasTwoBars ? line[(lastBar + 1)..].Trim(Blanks) : default;
        return hasTwoBars;
    }

    /// <summary>Appends the words of one direction, whose columns begin at <paramref name="firstColumn"/>.</summary>
    private bool TryAdd(ReadOnlySpan<byte> words, int firstColumn)
    {
        while (!words.IsEmpty)
        {
            int end = words.IndexOfAny(Blanks);
            ReadOnlySpan<byte> word = end < 0 ? words : words[..end];
            words = words[word.Length..].TrimStart(Blanks);
            if (NumberCount == NumbersMax)
            {
                return false;
            }

            columnOfNumber[NumberCount++] = FindColumn(word, firstColumn);
        }

        return true;
    }

    private static sbyte FindColumn(ReadOnlySpan<byte> word, int firstColumn)
    {
        for (int column = firstColumn; column < firstColumn + (NetDevColumn.Count / 2); column++)
        {
            if (EqualsAscii(word, NetDevColumn.All[column].HeaderWord))
            {
                return (sbyte)column;
            }
        }

        return Unknown;
    }

    private static bool EqualsAscii(ReadOnlySpan<byte> bytes, string text)
    {
        bool equal = bytes.Length == text.Length;
        for (int i = 0; equal && i < text.Length; i++)
        {
            equal = bytes[i] == text[i];
        }

        return equal;
    }

    private readonly bool HasEveryColumn()
    {
        int seen = 0;
        for (int number = 0; number < NumberCount; number++)
        {
            int column = Column(number);
            if (column >= 0 && (seen & (1 << column)) != 0)
            {
                return false;
            }

            seen |= column < 0 ? 0 : 1 << column;
        }

        return seen == (1 << NetDevColumn.Count) - 1;
    }

    [InlineArray(NumbersMax)]
    private struct Map
    {
        private sbyte first;
    }
}
