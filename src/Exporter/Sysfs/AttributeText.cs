using System;

namespace NetdevExporter.Sysfs;

/// <summary>Parses the text of a sysfs attribute.</summary>
internal static class AttributeText
{
    /// <summary>Removes ASCII white space at both ends.</summary>
    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \n\r\t\v\f"u8);

    /// <summary>Parses a decimal number, or a hexadecimal one with <c>0x</c>.</summary>
    /// <param name="text">At most 18 digits, after a minus if it is below 0; white space is allowed around it.</param>
    /// <returns><see cref="Link.Unknown"/> if it is no number.</returns>
    internal static long ParseNumber(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> digits = Trim(text);
        bool isNegative = digits.StartsWith("-"u8);
        digits = isNegative ? digits[1..] : digits;
        bool isHexadecimal = digits.StartsWith("0x"u8);
        digits = isHexadecimal ? digits[2..] : digits;
        int radix = isHexadecimal ? 16 : 10;
        long number = digits.IsEmpty || digits.Length > 18 ? Link.Unknown : 0;
        foreach (byte digit in digits)
        {
            int value = ValueOf(digit);
            number = number < 0 || value >= radix ? Link.Unknown : (number * radix) + value;
        }

        return isNegative && number >= 0 ? -number : number;
    }

    /// <summary>The value of a digit; above 15 if it is none.</summary>
    private static int ValueOf(byte digit)
    {
        int letter = (digit | 0x20) - 'a';
        return digit is >= (byte)'0' and <= (byte)'9' ? digit - '0' : letter >= 0 ? letter + 10 : int.MaxValue;
    }
}
