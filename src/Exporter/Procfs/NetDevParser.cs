using System;
using System.Numerics;
using NetdevExporter.Devices;
using NetdevExporter.Platform;

namespace NetdevExporter.Procfs;

/// <summary>Parses the text of <c>/proc/[pid]/net/dev</c>.</summary>
/// <remarks>
/// Source: dev_seq_printf_stats() in linux/net/core/net-procfs.c, which prints a line as
/// <c>"%6s: %7llu %7llu …\n"</c>; dev_valid_name() in linux/net/core/dev.c for valid names. Kernels up to
/// 2.6 put no blank after the colon, print <c>eth0: No statistics available.</c>, and have a line for an alias
/// (<c>eth0:1:</c>).
/// </remarks>
internal static class NetDevParser
{
    /// <summary>
    /// The longest line that is parsed, in bytes: a page of seq_file, several times what sixteen u64 need.
    /// </summary>
    internal const int LineBytesMax = 4096;

    /// <summary>The longest name, in bytes.</summary>
    internal const int NameBytesMax = Limits.NameBytesMax;

    /// <summary>The most digits in a number, as in 18446744073709551615.</summary>
    internal const int DigitsMax = 20;

    private const byte LineEnd = (byte)'\n';
    private const byte Return = (byte)'\r';
    private const byte Blank = (byte)' ';
    private const byte Tab = (byte)'\t';

    private static ReadOnlySpan<byte> LargestValue => "18446744073709551615"u8;

    /// <summary>Parses a whole file.</summary>
    /// <param name="text">
    /// The whole file; every line ends with LF. Text after the last LF is a truncated line, and is skipped: its last
    /// number may lack digits.
    /// </param>
    /// <param name="filter">
    /// Which devices are parsed; null for all. Of any other, nothing behind its name is looked at: its line is counted
    /// as excluded, whatever it contains and whether its name repeats.
    /// </param>
    /// <param name="lines">Caller's storage; its length bounds the number of devices.</param>
    /// <param name="buckets">
    /// Caller's storage for detecting duplicate names; its length is a power of two, at least 1 and near that of lines.
    /// </param>
    /// <param name="snapshot">The devices; borrows the text and the lines. Empty unless the result is Ok.</param>
    /// <returns>
    /// Ok, or why the text is not a net/dev table. An invalid line is skipped and counted. A line of blanks alone is
    /// not counted, wherever it is: it has no interface to lose.
    /// </returns>
    internal static NetDevStatus Parse(
        ReadOnlySpan<byte> text,
        DeviceFilter? filter,
        Span<NetDevLine> lines,
        Span<int> buckets,
        out NetDevSnapshot snapshot)
    {
        snapshot = default;
        if (text.IsEmpty)
        {
            return NetDevStatus.Empty;
        }

        int topLength = text.IndexOf(LineEnd);
        int wordsLength = text[(topLength + 1)..].IndexOf(LineEnd);
        if (topLength < 0 || wordsLength < 0)
        {
            return NetDevStatus.UnknownHeader;
        }

        ReadOnlySpan<byte> top = text[..topLength];
        ReadOnlySpan<byte> words = text.Slice(topLength + 1, wordsLength);
        if (!NetDevHeader.TryParse(top, words, out NetDevHeader header))
        {
            return IsConverted(top, words) ? NetDevStatus.ConvertedLineEnds : NetDevStatus.UnknownHeader;
        }

        int position = topLength + wordsLength + 2;
        NetDevLine spare = default;
        NameIndex names = new(buckets);
        int count = 0;
        int skipped = 0;
        int excluded = 0;
        int repeated = 0;
        ReadOnlySpan<byte> repeatedName = default;
        while (position < text.Length)
        {
            int start = position;
            ref NetDevLine line = ref count < lines.Length ? ref lines[count] : ref spare;
            bool isDevice = TryParseLine(text, ref position, filter, in header, ref line, out bool isExcluded);
            if (position > text.Length)
            {
                skipped++;
                break;
            }

            if (!isDevice)
            {
                excluded += isExcluded ? 1 : 0;
                skipped += isExcluded || text[SkipBlanks(text, start)] == LineEnd ? 0 : 1;
                continue;
            }

            ref int bucket = ref names.Bucket(line.Name(text));
            if (NameIndex.IsInChain(text, lines, bucket, line.Name(text)))
            {
                repeatedName = repeated++ == 0 ? line.Name(text) : repeatedName;
                continue;
            }

            if (count == lines.Length)
            {
                return NetDevStatus.TooManyDevices;
            }

            line.NextInBucket = bucket;
            bucket = ++count;
        }

        if (count + excluded == 0 && skipped > 0) // without a device, no name repeats
        {
            return NetDevStatus.EveryLineSkipped;
        }

        snapshot = new NetDevSnapshot(text, lines[..count], excluded, skipped + repeated, repeated, repeatedName);
        return NetDevStatus.Ok;
    }

    /// <summary>Whether the lines are a header, but for the CR that precedes the LF of each.</summary>
    private static bool IsConverted(ReadOnlySpan<byte> top, ReadOnlySpan<byte> words) =>
        top.EndsWith("\r"u8) && words.EndsWith("\r"u8) && NetDevHeader.TryParse(top[..^1], words[..^1], out _);

    /// <summary>
    /// Parses one line: blanks, a name up to the last colon of its word and, unless the filter excludes the name, the
    /// header's numbers. Always moves the position past the line's LF; without one, a byte past the end of the text.
    /// </summary>
    private static bool TryParseLine(
        ReadOnlySpan<byte> text,
        ref int position,
        DeviceFilter? filter,
        in NetDevHeader header,
        ref NetDevLine line,
        out bool isExcluded)
    {
        int start = position;
        int nameStart = SkipBlanks(text, start);
        int nameLength = MeasureName(text, nameStart);
        line.NameStart = nameStart;
        line.NameLength = (byte)nameLength;
        bool isNamed = nameLength is > 0 and <= NameBytesMax;
        isExcluded = isNamed && filter is not null && !filter.Keeps(text.Slice(nameStart, nameLength));
        int end = isNamed && !isExcluded
            ? TakeNumbers(text, nameStart + nameLength + 1, in header, ref line)
            : -1;
        int last = int.Max(end, start);
        int rest = text[last..].IndexOf(LineEnd);
        position = (rest < 0 ? text.Length : last + rest) + 1;
        return end >= 0 && position - start - 1 <= LineBytesMax;
    }

    private static int SkipBlanks(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length && text[position] is Blank or Tab)
        {
            position++;
        }

        return position;
    }

    /// <summary>
    /// The length of a name: up to the last colon before white space; -1 if there is no colon.
    /// </summary>
    private static int MeasureName(ReadOnlySpan<byte> text, int start)
    {
        int colon = -1;
        for (int i = start; i < text.Length && text[i] is not (Blank or Tab or LineEnd or Return); i++)
        {
            colon = text[i] == (byte)':' ? i - start : colon;
        }

        return colon;
    }

    /// <summary>
    /// Finds the numbers after a name, 64 bytes at a time, and records the position and length of each.
    /// </summary>
    /// <returns>
    /// Where the last number ends; -1 if the line ends too early, if it contains anything but digits and blanks, or if
    /// a number is not a u64.
    /// </returns>
    private static int TakeNumbers(ReadOnlySpan<byte> text, int position, in NetDevHeader header, ref NetDevLine line)
    {
        int number = 0;
        int begin = -1;
        ulong before = 0;
        while (true)
        {
            ByteClasses.Classify(text, position, out ulong digits, out ulong blanks);
            ulong others = ~(digits | blanks);
            ulong upToOther = others ^ (others - 1);
            ulong edges = (digits ^ ((digits << 1) | before)) & upToOther;
            for (; edges != 0; edges &= edges - 1)
            {
                int edge = position + BitOperations.TrailingZeroCount(edges);
                if (begin < 0)
                {
                    begin = edge;
                    continue;
                }

                int length = edge - begin;
                if (length >= DigitsMax && !IsValue(text.Slice(begin, length)))
                {
                    return -1;
                }

                line.SetValue(header.Column(number), begin, length);
                begin = -1;
                if (++number == header.NumberCount)
                {
                    return edge >= text.Length || text[edge] is Blank or Tab or LineEnd ? edge : -1;
                }
            }

            if (others != 0 || position - line.NameStart > LineBytesMax)
            {
                return -1;
            }

            before = digits >> 63;
            position += ByteClasses.BlockBytes;
        }
    }

    /// <summary>
    /// Whether twenty or more digits are a u64: numbers of equal length compare as text.
    /// </summary>
    private static bool IsValue(ReadOnlySpan<byte> digits) =>
        digits.Length == DigitsMax && digits.SequenceCompareTo(LargestValue) <= 0;
}
