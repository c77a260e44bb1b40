using System;
using System.Buffers;
using System.Text;
using NetdevExporter.Devices;
using NetdevExporter.Platform;

namespace NetdevExporter.Exposition;

/// <summary>Writes a device's name as a label value.</summary>
/// <remarks>
/// Source: Prometheus, "Exposition formats": backslash, double quote and LF are escaped in a label value, and all text
/// is UTF-8; Prometheus drops a scrape with invalid UTF-8. The kernel allows any byte in a name but <c>/</c>, <c>:</c>
/// and white space. A byte that is not valid UTF-8 is therefore written as <c>/</c> and two hexadecimal digits, as is
/// a <c>/</c>, which only a custom file can contain. Different names never get equal labels, and a name's label does
/// not depend on the other names.
/// </remarks>
internal static class LabelWriter
{
    /// <summary>The largest number of bytes written for one byte of a name.</summary>
    internal const int BytesPerByteMax = 3;

    /// <summary>The length of the end of the labels, <c>"} </c>.</summary>
    internal const int EndLength = 3;

    /// <summary>Writes a name, or its alias, and the end of the labels: <c>eth0"} </c>.</summary>
    internal static void WriteLabelEnd(
        ref ByteWriter writer, ReadOnlySpan<byte> name, DeviceAliases? aliases = null)
    {
        name = aliases is null ? name : aliases.Find(name);
        if (IsPlain(name))
        {
            writer.Write(name);
        }
        else
        {
            WriteEscaped(ref writer, name, isName: true);
        }

        writer.Write("\"} "u8);
    }

    /// <summary>Writes a name, or its alias, for HTML: without the text format's backslashes.</summary>
    internal static void WriteHtml(ref ByteWriter html, ReadOnlySpan<byte> name, DeviceAliases? aliases)
    {
        name = aliases is null ? name : aliases.Find(name);
        while (!name.IsEmpty)
        {
            bool isUtf8 = Rune.DecodeFromUtf8(name, out _, out int length) == OperationStatus.Done;
            ReadOnlySpan<byte> rune = isUtf8 ? name[..length] : name[..1];
            if (!isUtf8 || rune[0] == '/')
            {
                WriteHexadecimal(ref html, rune[0]);
            }
            else
            {
                HtmlText.Write(ref html, rune);
            }

            name = name[rune.Length..];
        }
    }

    /// <summary>Writes a text that is no name: a <c>/</c> stays, and bytes that are not UTF-8 become U+FFFD.</summary>
    internal static void WriteText(ref ByteWriter writer, ReadOnlySpan<byte> text)
    {
        if (IsPlain(text))
        {
            writer.Write(text);
        }
        else
        {
            WriteEscaped(ref writer, text, isName: false);
        }
    }

    /// <summary>Whether nothing needs escaping, as in almost every name.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> name)
    {
        foreach (byte value in name)
        {
            if (value is (byte)'\\' or (byte)'"' or (byte)'/' or (byte)'\n' or >= 0x80)
            {
                return false;
            }
        }

        return true;
    }

    private static void WriteEscaped(ref ByteWriter writer, ReadOnlySpan<byte> name, bool isName)
    {
        while (!name.IsEmpty)
        {
            bool isUtf8 = Rune.DecodeFromUtf8(name, out _, out int length) == OperationStatus.Done;
            ReadOnlySpan<byte> rune = isUtf8 ? name[..length] : name[..1];
            switch (rune[0])
            {
                case (byte)'\\':
                    writer.Write("\\\\"u8);
                    break;
                case (byte)'"':
                    writer.Write("\\\""u8);
                    break;
                case (byte)'\n':
                    writer.Write("\\n"u8);
                    break;
                case byte when !isUtf8 && !isName:
                    writer.Write("\uFFFD"u8);
                    break;
                case byte other when !isUtf8 || (other == (byte)'/' && isName):
                    WriteHexadecimal(ref writer, other);
                    break;
                default:
                    writer.Write(rune);
                    break;
            }

            name = name[rune.Length..];
        }
    }

    private static void WriteHexadecimal(ref ByteWriter writer, byte value)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        writer.Write("/"u8);
        writer.Write(digits.Slice(value >> 4, 1));
        writer.Write(digits.Slice(value & 0xF, 1));
    }
}
