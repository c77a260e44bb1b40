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

    private readonly string[] fields = new string[FieldCount];

    /// <summary>Reads the system's names.</summary>
    /// <param name="name">The host's name by its flag; empty if not given.</param>
    /// <param name="namePath">The file with the host's name; does not have to exist.</param>
    internal NodeIdentity(string name, string namePath = HostNamePath)
    {
        Span<byte> names = stackalloc byte[FieldCount * FieldBytes];
        _ = SystemCalls.ReadSystemNames(names);
        for (int i = 0; i < FieldCount; i++)
        {
            ReadOnlySpan<byte> field = names.Slice(i * FieldBytes, FieldBytes);
            fields[i] = Encoding.UTF8.GetString(field[..int.Max(field.IndexOf((byte)0), 0)]);
        }

        Origin = "from --node.name";
        if (name.Length == 0)
        {
            name = ReadName(namePath);
            Origin = "from " + namePath;
        }

        IsOwn = name.Length == 0;
        if (IsOwn)
        {
            Origin = "the host name of this process";
        }
        else
        {
            fields[1] = name;
        }
    }

    /// <summary>The host's name.</summary>
    internal string Name => fields[1];

    /// <summary>Where the name is from, as a phrase that follows it.</summary>
    internal string Origin { get; }

    /// <summary>Whether the name is that of this process's UTS namespace.</summary>
    internal bool IsOwn { get; }

    /// <summary>Why the file with the name could not be read; None if it was read, or not needed.</summary>
    internal Errno Error { get; private set; }

    /// <summary>Whether this process's UTS namespace is the host's.</summary>
    internal static bool IsHostNamespace =>
        FileIdentity.TryRead("/proc/self/ns/uts", out FileIdentity own) && own.HasInode(HostInode);

    /// <summary>The kernel's name, <c>Linux</c>.</summary>
    internal string SystemName => fields[0];

    internal string Release => fields[2];

    internal string Version => fields[3];

    internal string Machine => fields[4];

    internal string Domain => fields[5];

    /// <summary>Finds the name in the text of the file: the first line that is not empty or a comment.</summary>
    /// <returns>Empty if there is none, or if it is too long.</returns>
    internal static string Find(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = text[..(end < 0 ? text.Length : end)].Trim(" \t\r\0"u8);
            if (!line.IsEmpty && line[0] != (byte)'#')
            {
                return line.Length > Limits.NodeNameBytesMax ? "" : Encoding.UTF8.GetString(line);
            }

            text = end < 0 ? default : text[(end + 1)..];
        }

        return "";
    }

    private string ReadName(string path)
    {
        Span<byte> text = stackalloc byte[Limits.HostNameFileBytesMax];
        using ProcFile file = new(path);
        _ = file.Read(text, now: 0, out int length);
        Error = file.Error;
        return Find(text[..length]);
    }
}
