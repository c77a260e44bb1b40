using System;

namespace NetdevExporter.Procfs;

/// <summary>Parses the text of <c>/proc/[pid]/net/dev</c>.</summary>
/// <remarks>
/// Source: dev_seq_printf_stats() in linux/net/core/net-procfs.c, which prints a line as
/// <c>"%6s: %7llu %7llu …\n"</c>; dev_valid_name() in linux/net/core/dev.c for what a name can hold. Kernels up to 2.6 put no
/// blank after the colon, print <c>eth0: No statistics available.</c>, and have a line for an alias (<c>eth0:1:</c>).
/// </remarks>
internal static class NetDevParser
{
    /// <summary>The longest line that is read as a device, in bytes: a page of seq_file, several times what sixteen u64 need.</summary>
    internal const int LineBytesMax = 4096;

    /// <summary>The longest name, in bytes. The kernel's IFNAMSIZ allows 15; alternative names are up to 127.</summary>
    internal const int NameBytesMax = 127;

    private const int DigitsMax = 20;

    private static ReadOnlySpan<byte> LargestValue => "18446744073709551615"u8;

    /// <summary>Parses a whole file.</summary>
    /// <param name="text">The whole file; every line ends with LF. What stands behind the last LF is a line cut short.</param>
    /// <param name="lines">Caller's storage; its length bounds the number of devices.</param>
    /// <param name="buckets">Caller's storage for finding names again; its length is a power of two, 1 at least, about that of lines.</param>
    /// <param name="snapshot">The devices; borrows the text and the lines. Empty unless the answer is Ok.</param>
    /// <returns>Ok, or why this can't be shown; a line that can't be read is skipped and counted, whatever is wrong with it.</returns>
    internal static NetDevStatus Parse(
        ReadOnlySpan<byte> text,
        Span<NetDevLine> lines,
        Span<int> buckets,
        out NetDevSnapshot snapshot)
    {
        snapshot = default;
        if (text.IsEmpty)
        {
            return NetDevStatus.Empty;
        }

        int position = 0;
        if (!TryTakeLine(text, ref position, out Range top)
            || !TryTakeLine(text, ref position, out Range words)
            || !NetDevHeader.TryParse(text[top], text[words], out NetDevHeader header))
        {
            return NetDevStatus.UnknownHeader;
        }

        buckets.Clear();
        int count = 0;
        int skipped = 0;
        while (TryTakeLine(text, ref position, out Range range))
        {
            if (!TryParseLine(text, range, in header, out NetDevLine line))
            {
                skipped++;
                continue;
            }

            ref int bucket = ref buckets[(int)(Hash(line.Name(text)) & (uint)(buckets.Length - 1))];
            if (IsInChain(text, lines, bucket, line.Name(text)))
            {
                skipped++;
                continue;
            }

            if (count == lines.Length)
            {
                return NetDevStatus.TooManyDevices;
            }

            line.NextInBucket = bucket;
            lines[count++] = line;
            bucket = count;
        }

        skipped += position < text.Length ? 1 : 0;
        if (count == 0 && skipped > 0)
        {
            return NetDevStatus.EveryLineSkipped;
        }

        snapshot = new NetDevSnapshot(text, lines[..count], skipped);
        return NetDevStatus.Ok;
    }

    /// <summary>Takes the line at a position, without its LF, and moves behind it; false where no LF follows.</summary>
    private static bool TryTakeLine(ReadOnlySpan<byte> text, ref int position, out Range line)
    {
        int length = text[position..].IndexOf((byte)'\n');
        line = position..(position + Math.Max(length, 0));
        position += length + 1;
        return length >= 0;
    }

    /// <summary>Reads one line: blanks, a name up to the last colon of its word, and the header's numbers.</summary>
    private static bool TryParseLine(ReadOnlySpan<byte> text, Range range, in NetDevHeader header, out NetDevLine line)
    {
        line = default;
        (int start, int length) = range.GetOffsetAndLength(text.Length);
        ReadOnlySpan<byte> bytes = text.Slice(start, Math.Min(length, LineBytesMax + 1));
        int nameStart = SkipBlanks(bytes, 0);
        int wordLength = bytes[nameStart..].IndexOfAny((byte)' ', (byte)'\t');
        int nameLength = (wordLength < 0 ? bytes[nameStart..] : bytes.Slice(nameStart, wordLength)).LastIndexOf((byte)':');
        if (bytes.Length > LineBytesMax || nameLength < 1 || nameLength > NameBytesMax)
        {
            return false;
        }

        line.NameStart = start + nameStart;
        line.NameLength = (byte)nameLength;
        ReadOnlySpan<byte> device = bytes[nameStart..];
        int position = nameLength + 1;
        for (int number = 0; number < header.NumberCount; number++)
        {
            position = SkipBlanks(device, position);
            int digits = CountDigits(device, position);
            if (!IsValue(device.Slice(position, digits)) || !IsWordEnd(device, position + digits))
            {
                return false;
            }

            int column = header.Column(number);
            if (column >= 0)
            {
                line.ValueOffsets[column] = (ushort)position;
                line.ValueLengths[column] = (byte)digits;
            }

            position += digits;
        }

        return true;
    }

    private static int SkipBlanks(ReadOnlySpan<byte> bytes, int position)
    {
        while (position < bytes.Length && bytes[position] is (byte)' ' or (byte)'\t')
        {
            position++;
        }

        return position;
    }

    private static int CountDigits(ReadOnlySpan<byte> bytes, int position)
    {
        int end = position;
        while (end < bytes.Length && (uint)(bytes[end] - '0') <= 9)
        {
            end++;
        }

        return end - position;
    }

    /// <summary>Whether digits are a u64: the text order of equally long numbers is their order.</summary>
    private static bool IsValue(ReadOnlySpan<byte> digits) =>
        digits.Length is > 0 and < DigitsMax
        || (digits.Length == DigitsMax && digits.SequenceCompareTo(LargestValue) <= 0);

    private static bool IsWordEnd(ReadOnlySpan<byte> bytes, int position) =>
        position == bytes.Length || bytes[position] is (byte)' ' or (byte)'\t';

    /// <summary>FNV-1a, 32 bits: enough to spread the names of interfaces.</summary>
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        uint hash = 2166136261;
        foreach (byte value in name)
        {
            hash = (hash ^ value) * 16777619;
        }

        return hash;
    }

    private static bool IsInChain(ReadOnlySpan<byte> text, ReadOnlySpan<NetDevLine> lines, int first, ReadOnlySpan<byte> name)
    {
        for (int number = first; number != 0; number = lines[number - 1].NextInBucket)
        {
            if (lines[number - 1].Name(text).SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }
}
