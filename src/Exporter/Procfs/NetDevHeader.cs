using System;
using System.Runtime.CompilerServices;

namespace NetdevExporter.Procfs;

/// <summary>
/// Maps the numbers of a line to columns, by the header of the file. A header that is not fully understood is rejected:
/// no number is ever shown under another column's name.
/// </summary>
/// <remarks>
/// Source: dev_seq_show() in linux/net/core/net-procfs.c prints
/// <code>
/// Inter-|   Receive                                                |  Transmit
///  face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls …
/// </code>
/// Kernels before 2.1.91 lack both bytes columns, compressed and multicast; their header is rejected.
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
        ReadOnlySpan<byte> receive;
        ReadOnlySpan<byte> transmit;
        return TrySplit(top, out ReadOnlySpan<byte> first, out receive, out transmit)
            && first.SequenceEqual("Inter-"u8)
            && receive.SequenceEqual("Receive"u8)
            && transmit.SequenceEqual("Transmit"u8)
            && TrySplit(words, out first, out receive, out transmit)
            && first.SequenceEqual("face"u8)
            && header.TryAdd(receive, 0)
            && header.TryAdd(transmit, NetDevColumn.Count / 2)
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

    /// <summary>Splits a header line at its two bars, and trims blanks from the parts.</summary>
    private static bool TrySplit(
        ReadOnlySpan<byte> line,
        out ReadOnlySpan<byte> first,
        out ReadOnlySpan<byte> receive,
        out ReadOnlySpan<byte> transmit)
    {
        first = receive = transmit = default;
        int bar = line.IndexOf((byte)'|');
        int lastBar = line.LastIndexOf((byte)'|');
        if (line.Count((byte)'|') != 2)
        {
            return false;
        }

        first = line[..bar].Trim((byte)' ');
        receive = line[(bar + 1)..lastBar].Trim((byte)' ');
        transmit = line[(lastBar + 1)..].Trim((byte)' ');
        return true;
    }

    /// <summary>Appends the words of one direction, whose columns begin at <paramref name="firstColumn"/>.</summary>
    private bool TryAdd(ReadOnlySpan<byte> words, int firstColumn)
    {
        while (!words.IsEmpty)
        {
            int end = words.IndexOf((byte)' ');
            ReadOnlySpan<byte> word = end < 0 ? words : words[..end];
            words = words[word.Length..].TrimStart((byte)' ');
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
