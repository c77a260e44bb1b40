using System;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NetdevExporter.Shared;

/// <summary>Text whose characters are bytes, so that a table can hold any byte: <c>"a\xFF"</c>.</summary>
internal static class Latin1
{
    internal static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    internal static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>The same with all but printable ASCII escaped, for a message.</summary>
    internal static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (char character in text)
        {
            _ = character is >= ' ' and <= '~' and not '\\'
                ? escaped.Append(character)
                : escaped.Append("\\x").Append(((int)character).ToString("X2"));
        }

        return escaped.ToString();
    }

    /// <summary>The text that was escaped; also understands <c>\r</c> and <c>\n</c>.</summary>
    internal static string Unescape(string escaped) =>
        Regex.Replace(escaped, @"\\(r|n|x([0-9A-F]{2}))", match => match.Groups[1].Value switch
        {
            "r" => "\r",
            "n" => "\n",
            _ => ((char)int.Parse(match.Groups[2].ValueSpan, NumberStyles.HexNumber)).ToString(),
        });
}
