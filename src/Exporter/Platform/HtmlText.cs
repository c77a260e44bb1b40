using System;

namespace NetdevExporter.Platform;

/// <summary>Writes text that means nothing in HTML, between tags and in quoted attributes.</summary>
internal static class HtmlText
{
    /// <summary>The largest number of bytes written for one byte of a text.</summary>
    internal const int BytesPerByteMax = 5;

    /// <summary>Writes a text with its markup escaped.</summary>
    internal static void Write(ref ByteWriter html, scoped ReadOnlySpan<byte> text)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            ReadOnlySpan<byte> escaped = Escape(text[i]);
            if (!escaped.IsEmpty)
            {
                html.Write(text[start..i]);
                html.Write(escaped);
                start = i + 1;
            }
        }

        html.Write(text[start..]);
    }

    /// <summary>What stands for a character that means something; empty for all others.</summary>
    private static ReadOnlySpan<byte> Escape(byte value) =>
        value switch
        {
            (byte)'&' => "&amp;"u8,
            (byte)'<' => "&lt;"u8,
            (byte)'>' => "&gt;"u8,
            (byte)'"' => "&#34;"u8,
            (byte)'\'' => "&#39;"u8,
            _ => default,
        };
}
