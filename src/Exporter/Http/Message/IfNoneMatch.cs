using System;
using System.Text;

namespace NetdevExporter.Http.Message;

/// <summary>The condition of a client that has a resource, and wants it only if it has changed.</summary>
/// <remarks>Source: RFC 9110, 13.1.2 (If-None-Match), 8.8.3 (entity tags) and 8.8.3.2 (weak comparison).</remarks>
internal static class IfNoneMatch
{
    /// <summary>Whether a request's fields name an entity tag, or any.</summary>
    /// <param name="fields">The field lines of a valid request, each with its CRLF; a name may be there twice.</param>
    /// <param name="entityTag">The tag without quotes.</param>
    internal static bool IsIn(ReadOnlySpan<byte> fields, ReadOnlySpan<byte> entityTag)
    {
        while (!fields.IsEmpty)
        {
            int end = fields.IndexOf("\r\n"u8);
            ReadOnlySpan<byte> line = fields[..end];
            int colon = line.IndexOf((byte)':');
            if (colon == "if-none-match"u8.Length
                && Ascii.EqualsIgnoreCase(line[..colon], "if-none-match"u8)
                && Names(line[(colon + 1)..].Trim(" \t"u8), entityTag))
            {
                return true;
            }

            fields = fields[(end + 2)..];
        }

        return false;
    }

    /// <summary>Whether a list names a tag; what follows something that is no entity tag is not read.</summary>
    private static bool Names(ReadOnlySpan<byte> list, ReadOnlySpan<byte> entityTag)
    {
        if (list.SequenceEqual("*"u8))
        {
            return true;
        }

        while (TryTakeTag(ref list, out ReadOnlySpan<byte> tag))
        {
            if (tag.SequenceEqual(entityTag))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes <c>"tag"</c> or <c>W/"tag"</c>, and the blanks and commas around it.</summary>
    private static bool TryTakeTag(ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> tag)
    {
        list = list.TrimStart(" \t,"u8);
        list = list.StartsWith("W/"u8) ? list[2..] : list;
        int end = list.StartsWith((byte)'"') ? list[1..].IndexOf((byte)'"') : -1;
        tag = end < 0 ? default : list.Slice(1, end);
        list = end < 0 ? default : list[(end + 2)..].TrimStart(" \t"u8);
        return end >= 0 && (list.IsEmpty || list[0] == ',');
    }
}
