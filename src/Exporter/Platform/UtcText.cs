using System;

namespace NetdevExporter.Platform;

/// <summary>Writes times as text, in UTC.</summary>
/// <remarks>The base library's formatter links cultures and time zones: 150 KB of executable.</remarks>
internal static class UtcText
{
    /// <summary>The length of <c>2026-11-21T00:49:01.879Z</c>.</summary>
    internal const int LogLength = 24;

    /// <summary>The length of <c>Sat, 21 Nov 2026 00:49:02 GMT</c>.</summary>
    internal const int HttpLength = 29;

    /// <summary>Writes an RFC 3339 date-time, to the millisecond.</summary>
    /// <param name="text">At least <see cref="LogLength"/> bytes.</param>
    internal static void WriteLog(DateTime moment, Span<byte> text)
    {
        "0000-00-00T00:00:00.000Z"u8.CopyTo(text);
        WriteDigits(moment.Year, text[..4]);
        WriteDigits(moment.Month, text[5..7]);
        WriteDigits(moment.Day, text[8..10]);
        WriteTime(moment, text[11..19]);
        WriteDigits(moment.Millisecond, text[20..23]);
    }

    /// <summary>Writes an IMF-fixdate (RFC 9110, 5.6.7).</summary>
    /// <param name="text">At least <see cref="HttpLength"/> bytes.</param>
    internal static void WriteHttp(DateTime moment, Span<byte> text)
    {
        "Day, 00 Mon 0000 00:00:00 GMT"u8.CopyTo(text);
        "SunMonTueWedThuFriSat"u8.Slice((int)moment.DayOfWeek * 3, 3).CopyTo(text);
        WriteDigits(moment.Day, text[5..7]);
        "JanFebMarAprMayJunJulAugSepOctNovDec"u8.Slice((moment.Month - 1) * 3, 3).CopyTo(text[8..]);
        WriteDigits(moment.Year, text[12..16]);
        WriteTime(moment, text[17..25]);
    }

    private static void WriteTime(DateTime moment, Span<byte> text)
    {
        WriteDigits(moment.Hour, text[..2]);
        WriteDigits(moment.Minute, text[3..5]);
        WriteDigits(moment.Second, text[6..8]);
    }

    /// <summary>Fills the text with a number's last digits.</summary>
    private static void WriteDigits(int number, Span<byte> text)
    {
        for (int i = text.Length - 1; i >= 0; i--)
        {
            text[i] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }
}
