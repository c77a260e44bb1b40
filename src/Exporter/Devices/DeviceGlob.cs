using System;

namespace NetdevExporter.Devices;

/// <summary>Matches a pattern with a device's whole name, byte by byte.</summary>
/// <remarks>
/// <c>*</c> stands for any bytes or none, <c>?</c> for one byte, <c>[a-f_]</c> for one byte of a class, and
/// <c>[!a-f_]</c> or <c>[^a-f_]</c> for one that is not in it. Nothing escapes these: <c>[*]</c> is an asterisk. In a
/// class, <c>-</c> is a member if it is the first or the last; <c>]</c> cannot be one.
/// </remarks>
internal static class DeviceGlob
{
    /// <summary>
    /// Whether a name matches. Only the last asterisk is ever tried again, one byte further: the time is at most the
    /// pattern's length times the name's.
    /// </summary>
    /// <param name="pattern">Every class in it has a member, and its end.</param>
    /// <param name="digit">A byte that stands for a hexadecimal digit in lower case; 0 for none.</param>
    internal static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> name, byte digit = 0)
    {
        int position = 0;
        int afterAsterisk = -1;
        int retry = 0;
        for (int i = 0; i < name.Length;)
        {
            if (position < pattern.Length && pattern[position] == '*')
            {
                afterAsterisk = ++position;
                retry = i;
                if (position == pattern.Length)
                {
                    return true;
                }
            }
            else if (position < pattern.Length && TakeByte(pattern, ref position, name[i], digit))
            {
                i++;
            }
            else if (afterAsterisk >= 0)
            {
                position = afterAsterisk;
                i = ++retry;
            }
            else
            {
                return false;
            }
        }

        return pattern[position..].TrimStart((byte)'*').IsEmpty;
    }

    /// <summary>Whether the part of the pattern at this position matches a byte; moves the position past it.</summary>
    private static bool TakeByte(ReadOnlySpan<byte> pattern, ref int position, byte value, byte digit)
    {
        byte first = pattern[position++];
        if (first != '[')
        {
            return first == '?' || first == value
                || (first == digit && (value is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f')));
        }

        bool isNegated = pattern[position] is (byte)'!' or (byte)'^';
        position += isNegated ? 1 : 0;
        bool isMember = false;
        while (pattern[position] != ']')
        {
            byte low = pattern[position++];
            byte high = low;
            if (pattern[position] == '-' && pattern[position + 1] != ']')
            {
                high = pattern[position + 1];
                position += 2;
            }

            isMember |= low <= value && value <= high;
        }

        position++;
        return isMember != isNegated;
    }
}
