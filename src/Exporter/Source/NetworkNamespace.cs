using System;
using NetdevExporter.Platform;

namespace NetdevExporter.Source;

/// <summary>Determines whose interfaces a net/dev file shows, from inside any container, without privileges.</summary>
/// <remarks>
/// The sources are unchanged since Linux 2.6.28 at least. Two net/dev files have the same inode number if and only if
/// they show the same network namespace: proc_register() in linux/fs/proc/generic.c gives each namespace's entry its
/// own number. Only the initial namespace, the host's, has <c>net/stat/arp_cache</c>: neigh_table_init() in
/// linux/net/core/neighbour.c. Numbers are allocated in ascending order. The initial namespace's net/dev gets one
/// before <c>/proc/version</c> (subsys_initcall, fs_initcall); any other namespace's number is higher.
/// </remarks>
internal static class NetworkNamespace
{
    private const long ProcfsKind = 0x9FA0; // PROC_SUPER_MAGIC
    private const int FileSystemWords = 32; // struct statfs has 15

    /// <summary>This process's own table; null if there is no /proc.</summary>
    private static readonly FileIdentity? Own = Read("/proc/self/net/dev");

    /// <summary>The file numbered after the host's table and before any other; null if it is missing.</summary>
    private static readonly FileIdentity? Boot = Read("/proc/version");

    /// <summary>
    /// Whether this process's procfs has only processes (subset=pid). It then has neither of the two files by which the
    /// host's table differs from others: proc_lookup() in linux/fs/proc/generic.c.
    /// </summary>
    internal static bool IsSubset => Own is not null && Boot is null;

    /// <summary>Whether this process is in the host's network namespace.</summary>
    internal static bool IsHostNamespace { get; } = SystemCalls.Access("/proc/self/net/stat/arp_cache", 0) == 0;

    /// <summary>Determines whose table an open file is.</summary>
    /// <param name="table">The file's identity; without a type if it is unknown.</param>
    internal static TableOwner GetOwner(int descriptor, out FileIdentity table)
    {
        Span<long> words = stackalloc long[FileSystemWords];
        if (!FileIdentity.TryRead(descriptor, out table) || SystemCalls.StatFileSystem(descriptor, words) != 0)
        {
            return TableOwner.Unknown;
        }

        if (words[0] != ProcfsKind)
        {
            return TableOwner.Nobody;
        }

        // A /proc with subset=pid has no version file; the process's own table is recognized without it.
        if (Own is FileIdentity own && table.HasSameInodeAs(own))
        {
            return IsHostNamespace ? TableOwner.HostAndOwn : TableOwner.Own;
        }

        return Own is null || Boot is not FileIdentity boot ? TableOwner.Unknown
            : table.HasLowerInodeThan(boot) ? TableOwner.Host
            : TableOwner.Other;
    }

    /// <summary>Determines whose table the file at a path is.</summary>
    /// <param name="owner">Unknown if the file cannot be opened.</param>
    internal static Errno Probe(string path, out TableOwner owner)
    {
        using ProcFile file = new(path);
        owner = file.TryOpen(now: 0) ? GetOwner(file.Descriptor, out _) : TableOwner.Unknown;
        return file.Error;
    }

    /// <summary>The value of the label <c>namespace</c> of <c>netdev_source_info</c>.</summary>
    internal static ReadOnlySpan<byte> Label(TableOwner owner) =>
        owner switch
        {
            TableOwner.Host or TableOwner.HostAndOwn => "host"u8,
            TableOwner.Own => "own"u8,
            _ => "unknown"u8,
        };

    private static FileIdentity? Read(string path) =>
        FileIdentity.TryRead(path, out FileIdentity identity) ? identity : null;
}
