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
    /// Whether a file shows the namespace of this very process, and that is a container's. It is the host's where it
    /// has the number of the initial one, or where process 1 of the same procfs has it too and is the host's.
    /// </summary>
    /// <returns>false also where it can't be told, as for a file that lies on no procfs.</returns>
    internal static bool IsContainers(string path)
    {
        if (!FileIdentity.TryRead(path, out FileIdentity source)
            || !FileIdentity.TryRead("/proc/self/net/dev", out FileIdentity own)
            || !source.HasInodeOf(own)
            || IsLink("/proc/self/ns/net", InitialNetwork))
        {
            return false;
        }

        bool isOthers = FileIdentity.TryRead(FindFirst(path), out FileIdentity first) && !source.HasInodeOf(first);
        bool isOwnProcfs = source.IsSameAs(own);
        return isOthers || (isOwnProcfs && !IsLink("/proc/self/ns/pid", InitialPid));
    }

    /// <summary>
    /// The net/dev of process 1 in the procfs where a path leads: <c>/host/proc/net/dev</c> and its like.
    /// </summary>
    private static string FindFirst(string path)
    {
        const string File = "/net/dev";
        string folder = path.EndsWith(File, StringComparison.Ordinal) ? path[..^File.Length] : path;
        int slash = folder.LastIndexOf('/');
        bool isOfProcess = folder[(slash + 1)..] is "self" or "thread-self";
        return (isOfProcess ? folder[..slash] : folder) + "/1" + File;
    }

    private static bool IsLink(string path, ReadOnlySpan<byte> target)
    {
        Span<byte> text = stackalloc byte[64];
        nint length = SystemCalls.ReadLink(path, text, (nuint)text.Length);
        return length > 0 && text[..(int)length].SequenceEqual(target);
    }
}
