using System;
using NetdevExporter.Devices;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;

namespace NetdevExporter.Exposition;

/// <summary>Writes the counters that most readers look for as an HTML table, for browsers without JavaScript.</summary>
internal static class TotalsTable
{
    /// <summary>The room that the end of the table needs, with the two numbers of ten digits each.</summary>
    private const int EndBytesMax = 128;

    private const int DigitsPerGroup = 3;

    private static ReadOnlySpan<byte> Start =>
        "<table>\n<caption>Totals when this page was loaded</caption>\n<thead>\n<tr><th scope=\"col\">Interface</th>"u8
        + "<th scope=\"col\">Received bytes</th><th scope=\"col\">Received packets</th>"u8
        + "<th scope=\"col\">Received errors</th><th scope=\"col\">Received drops</th>"u8
        + "<th scope=\"col\">Transmitted bytes</th><th scope=\"col\">Transmitted packets</th>"u8
        + "<th scope=\"col\">Transmitted errors</th><th scope=\"col\">Transmitted drops</th></tr>\n"u8
        + "</thead>\n<tbody>\n"u8;

    /// <summary>The columns of the table, by their index in <see cref="NetDevColumn.All"/>.</summary>
    private static ReadOnlySpan<byte> Columns => [0, 1, 2, 3, 8, 9, 10, 11];

    /// <summary>Writes a row for each device, in file order, while there is room for it and for the end.</summary>
    /// <param name="aliases">What devices are called; null if by their names.</param>
    /// <param name="html">Receives the table and, if devices are missing from it, how many it has.</param>
    internal static void Write(in NetDevSnapshot devices, DeviceAliases? aliases, ref ByteWriter html)
    {
        html.Write(Start);
        int shown = 0;
        while (shown < devices.Count && TryWriteRow(devices, shown, aliases, ref html))
        {
            shown++;
        }

        html.Write("</tbody>\n</table>\n"u8);
        if (shown < devices.Count)
        {
            html.Write("<p>The first "u8);
            html.WriteNumber(shown);
            html.Write(" of "u8);
            html.WriteNumber(devices.Count);
            html.Write(" interfaces are shown; the metrics have all.</p>\n"u8);
        }
    }

    private static bool TryWriteRow(
        in NetDevSnapshot devices, int device, DeviceAliases? aliases, ref ByteWriter html)
    {
        Span<byte> room = html.Reserve(EndBytesMax);
        if (room.IsEmpty)
        {
            return false;
        }

        ByteWriter row = new(room[..^EndBytesMax]);
        row.Write("<tr><th scope=\"row\">"u8);
        LabelWriter.WriteHtml(ref row, devices.Name(device), aliases);
        row.Write("</th>"u8);
        foreach (byte column in Columns)
        {
            row.Write("<td>"u8);
            WriteGrouped(ref row, devices.Value(device, column));
            row.Write("</td>"u8);
        }

        row.Write("</tr>\n"u8);
        if (row.HasOverflowed)
        {
            return false;
        }

        html.Advance(row.Length);
        return true;
    }

    /// <summary>Writes digits with a comma before each three but the first: <c>1,234,567</c>.</summary>
    private static void WriteGrouped(ref ByteWriter html, ReadOnlySpan<byte> digits)
    {
        while (digits.Length > DigitsPerGroup)
        {
            int length = ((digits.Length - 1) % DigitsPerGroup) + 1;
            html.Write(digits[..length]);
            html.Write(","u8);
            digits = digits[length..];
        }

        html.Write(digits);
    }
}
