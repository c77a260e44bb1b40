using System;

namespace NetdevExporter;

/// <summary>
/// Whose interfaces a net/dev file shows: the host's, or those of the container that this process is in.
/// </summary>
/// <remarks>
/// Source: get_proc_net() in linux/fs/proc/proc_net.c: two net/dev files have the same inode number when and only when
/// they show the same network namespace. The initial namespaces' numbers are in linux/include/uapi/linux/nsfs.h; that
/// of the network namespace is a constant since 6.18.
/// </remarks>
internal static class NetworkNamespace
{
    private static ReadOnlySpan<byte> InitialPid => "pid:[4026531836]"u8;

    private static ReadOnlySpan<byte> InitialNetwork => "net:[4026531833]"u8;

    /// <summary>
    /// Whether a file shows the namespace of this very process, which is a container's: it is in this process's own
    /// procfs, has the number of its own table, and neither the processes nor the network are the host's.
    /// </summary>
    /// <returns>false also where it can't be told, as for a file that lies on no procfs.</returns>
    internal static bool IsContainers(string path) =>
        FileIdentity.TryRead(path, out FileIdentity source)
        && FileIdentity.TryRead("/proc/self/net/dev", out FileIdentity own)
        && source.IsSameAs(own)
        && !IsLink("/proc/self/ns/pid", InitialPid)
        && !IsLink("/proc/self/ns/net", InitialNetwork);

    private static bool IsLink(string path, ReadOnlySpan<byte> target)
    {
        Span<byte> text = stackalloc byte[64];
        nint length = SystemCalls.ReadLink(path, text, (nuint)text.Length);
        return length > 0 && text[..(int)length].SequenceEqual(target);
    }
}
