using System;

namespace NetdevExporter.Http.Message;

/// <summary>Which bytes may stand where in a request's head.</summary>
/// <remarks>
/// The base library's SearchValues does the same by vectors, for 25 KB of executable; a head has 400 bytes.
/// </remarks>
internal static class RequestBytes
{
    /// <summary>Whether all bytes are those of a token (RFC 9110, 5.6.2); of nothing, yes.</summary>
    internal static bool AreToken(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (!char.IsAsciiLetterOrDigit((char)value) && !"!#$%&'*+-.^_`|~"u8.Contains(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether all bytes are those of a field value (RFC 9110, 5.5): no control character but HTAB.</summary>
    internal static bool AreValue(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (value is (< 0x20 and not (byte)'\t') or 0x7F)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether all bytes are those of a host and port (RFC 3986, 3.2.2).</summary>
    internal static bool AreHost(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (!char.IsAsciiLetterOrDigit((char)value) && !"!$%&'()*+,-.:;=[]_~"u8.Contains(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Takes the first element off a comma-separated list, without blanks around it (RFC 9110, 5.6.1).
    /// </summary>
    internal static ReadOnlySpan<byte> TakeElement(ref ReadOnlySpan<byte> list)
    {
        int comma = list.IndexOf((byte)',');
        ReadOnlySpan<byte> element = comma < 0 ? list : list[..comma];
        list = comma < 0 ? default : list[(comma + 1)..];
        return element.Trim(" \t"u8);
    }
}
