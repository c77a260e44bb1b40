using System;
using System.Text;
using NetdevExporter.Platform;

namespace NetdevExporter.Source;

/// <summary>The system as uname(2) describes it, with the host's name.</summary>
/// <remarks>
/// Source: uname(2) and hostname(5). A container has the host's kernel, but a name of its own: its UTS namespace. The
/// host's, the initial one, always has the inode number PROC_UTS_INIT_INO: linux/include/linux/proc_ns.h.
/// </remarks>
internal sealed class NodeIdentity
{
    /// <summary>Where the host's file is mounted.</summary>
    internal const string HostNamePath = "/host/etc/hostname";

    private const ulong HostInode = 0xEFFFFFFE; // PROC_UTS_INIT_INO
    private const int FieldCount = 6;
    private const int FieldBytes = 65; // of struct utsname, in glibc and musl
    private const int NameField = 1;

    /// <summary>Reads the system's names.</summary>
    /// <param name="name">The host's name by its flag; empty if not given.</param>
    /// <param name="namePath">The file with the host's name; does not have to exist.</param>
    internal NodeIdentity(string name, string namePath = HostNamePath)
    {
        Span<byte> names = stackalloc byte[FieldCount * FieldBytes];
        _ = SystemCalls.ReadSystemNames(names);
        for (int i = 0; i < FieldCount; i++)
        {
            ReadOnlySpan<byte> field = names[(i * FieldBytes)..];
            Fields[i] = Encoding.UTF8.GetString(field[..field.IndexOf((byte)0)]);
        }

        if (name.Length == 0)
        {
            Span<byte> text = stackalloc byte[Limits.HostNameFileBytesMax];
            using ProcFile file = new(namePath);
            _ = file.Read(text, now: 0, out int length);
            Error = file.Error;
            name = Find(text[..length]);
        }

        IsOwn = name.Length == 0;
        Fields[NameField] = IsOwn ? Name : name;
    }

    /// <summary>The fields of struct utsname, in their order: the kernel's name, the host's, and so on.</summary>
    internal string[] Fields { get; } = new string[FieldCount];

    /// <summary>The host's name.</summary>
    internal string Name => Fields[NameField];

    /// <summary>Whether the name is that of this process's UTS namespace.</summary>
    internal bool IsOwn { get; }

    /// <summary>Why the file with the name could not be read; None if it was read, or not needed.</summary>
    internal Errno Error { get; }

    /// <summary>Whether this process's UTS namespace is the host's.</summary>
    internal static bool IsHostNamespace =>
        FileIdentity.TryRead("/proc/self/ns/uts", out FileIdentity own) && own.HasInode(HostInode);

    /// <summary>Finds the name in the text of the file: the first line that is not empty or a comment.</summary>
    /// <returns>Empty if there is none, or if it is too long.</returns>
    internal static string Find(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? text : text[..end]).Trim(" \t\r"u8);
            if (!line.IsEmpty && line[0] != (byte)'#')
            {
                return line.Length > Limits.NodeNameBytesMax ? "" : Encoding.UTF8.GetString(line);
            }

            text = end < 0 ? default : text[(end + 1)..];
        }

        return "";
    }
}
