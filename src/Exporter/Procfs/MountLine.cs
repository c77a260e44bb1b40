using System;

namespace NetdevExporter.Procfs;

/// <summary>A line of <c>/proc/self/mountinfo</c>. Borrows the text.</summary>
/// <remarks>
/// Source: proc_pid_mountinfo(5): <c>36 35 98:0 /root /point options [tags] - type source options</c>. White space and
/// backslashes in paths are octal escapes: mangle() in linux/fs/proc_namespace.c. A root whose path was looked
/// up again after the mount, as happens often with <c>net/dev</c>, is marked as deleted although it still exists:
/// proc_net_d_revalidate() in linux/fs/proc/proc_net.c.
/// </remarks>
internal readonly ref struct MountLine
{
    private const int RootField = 3;
    private const int PointField = 4;
    private const int EscapeLength = 4;

    private MountLine(ReadOnlySpan<byte> root, ReadOnlySpan<byte> point, bool isProcfs)
    {
        Root = root;
        Point = point;
        IsProcfs = isProcfs;
    }

    private static ReadOnlySpan<byte> Deleted => "//deleted"u8;

    /// <summary>The directory or file within the mounted file system.</summary>
    internal ReadOnlySpan<byte> Root { get; }

    /// <summary>The mount point.</summary>
    internal ReadOnlySpan<byte> Point { get; }

    internal bool IsProcfs { get; }

    /// <summary>Removes the first line from a text.</summary>
    /// <param name="text">Complete lines; receives the rest.</param>
    /// <returns>false at the end of the text. For a malformed line, the members are empty.</returns>
    internal static bool TryTake(ref ReadOnlySpan<byte> text, out MountLine mount)
    {
        int end = text.IndexOf((byte)'\n');
        if (end < 0)
        {
            mount = default;
            return false;
        }

        ReadOnlySpan<byte> line = text[..end];
        text = text[(end + 1)..];
        bool isProcfs = line.IndexOf(" - proc "u8) >= 0;
        ReadOnlySpan<byte> root = Field(line, RootField);
        root = root.EndsWith(Deleted) ? root[..^Deleted.Length] : root;
        mount = new MountLine(root, Field(line, PointField), isProcfs);
        return true;
    }

    /// <summary>Decodes a path's octal escapes, <c>\040</c> for a blank.</summary>
    /// <param name="path">A member of a line.</param>
    /// <param name="room">At least as long as the path; may be the same memory.</param>
    /// <returns>The part of the room that holds the decoded path.</returns>
    internal static Span<byte> Decode(ReadOnlySpan<byte> path, Span<byte> room)
    {
        int length = 0;
        for (int i = 0; i < path.Length; i++)
        {
            bool isEscape = path[i] == '\\' && i + EscapeLength <= path.Length;
            int value = 0;
            for (int digit = 1; isEscape && digit < EscapeLength; digit++)
            {
                isEscape = path[i + digit] is >= (byte)'0' and <= (byte)'7';
                value = (value * 8) + path[i + digit] - '0';
            }

            room[length++] = isEscape ? (byte)value : path[i];
            i += isEscape ? EscapeLength - 1 : 0;
        }

        return room[..length];
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, int index)
    {
        for (int i = 0; i < index; i++)
        {
            line = line[(line.IndexOf((byte)' ') + 1)..];
        }

        return line[..int.Max(line.IndexOf((byte)' '), 0)];
    }
}
