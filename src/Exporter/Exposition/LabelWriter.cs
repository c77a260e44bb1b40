using System;
using System.Buffers;
using System.Text;
using NetdevExporter.Platform;

namespace NetdevExporter.Exposition;

/// <summary>Writes a device's name as the value of a label.</summary>
/// <remarks>
/// Prometheus, "Exposition formats": in a label's value, backslash, double quote and LF are escaped, and everything
/// is UTF-8; a value that is not makes Prometheus drop the whole scrape. The kernel allows any byte in a name but
/// <c>/</c>, <c>:</c> and white space, so a byte that is no part of UTF-8 is written as <c>/</c> and two hexadecimal
/// digits (and a <c>/</c>, which only a file of somebody's own can have, likewise): two names are never written
/// alike, and how one is written does not depend on which others there are.
/// </remarks>
internal static class LabelWriter
{
    /// <summary>The most bytes that one byte of a name becomes.</summary>
    internal const int BytesPerByteMax = 3;

    /// <summary>Writes a name and what ends a sample's labels: <c>eth0"} </c>.</summary>
    internal static void WriteLabelEnd(ref ByteWriter writer, ReadOnlySpan<byte> name)
    {
        if (IsPlain(name))
        {
            writer.Write(name);
        }
        else
        {
            WriteEscaped(ref writer, name);
        }

        writer.Write("\"} "u8);
    }

    /// <summary>Whether nothing needs escaping; the name of almost every device.</summary>
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

    private static void WriteEscaped(ref ByteWriter writer, ReadOnlySpan<byte> name)
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
                case byte other when !isUtf8 || other == (byte)'/':
                    ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
                    writer.Write("/"u8);
                    writer.Write(digits.Slice(other >> 4, 1));
                    writer.Write(digits.Slice(other & 0xF, 1));
                    break;
                default:
                    writer.Write(rune);
                    break;
            }

            name = name[rune.Length..];
        }
    }
}
