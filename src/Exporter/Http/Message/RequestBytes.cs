using System;

namespace NetdevExporter.Http.Message;

/// <summary>The bytes that are valid in the parts of a request's head.</summary>
/// <remarks>
/// The base library's vectorized SearchValues adds 25 KB to the executable; a head has only 400 bytes.
/// </remarks>
internal static class RequestBytes
{
    /// <summary>Whether all bytes are valid in a token (RFC 9110, 5.6.2); true for no bytes.</summary>
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

    /// <summary>Whether all bytes are valid in a field value (RFC 9110, 5.5): no control character but HTAB.</summary>
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

    /// <summary>Whether all bytes are valid in a host and port (RFC 3986, 3.2.2).</summary>
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
    /// Removes the first element from a comma-separated list, and trims it (RFC 9110, 5.6.1).
    /// </summary>
    internal static ReadOnlySpan<byte> TakeElement(ref ReadOnlySpan<byte> list)
    {
        int comma = list.IndexOf((byte)',');
        ReadOnlySpan<byte> element = comma < 0 ? list : list[..comma];
        list = comma < 0 ? default : list[(comma + 1)..];
        return element.Trim(" \t"u8);
    }
}
