using System;
using System.Runtime.InteropServices;

namespace NetdevExporter.Procfs;

/// <summary>Whose interfaces a net/dev file shows: the host's, or those of the container that this process is in.</summary>
/// <remarks>
/// Source: get_proc_net() in linux/fs/proc/proc_net.c: two net/dev files have the same inode number when and only when
/// they show the same network namespace. The initial namespaces' numbers are in linux/include/uapi/linux/nsfs.h; that of
/// the network namespace is a constant since 6.18.
/// </remarks>
internal static partial class NetworkNamespace
{
    private const int WorkingDirectory = -100; // AT_FDCWD
    private const uint InodeNumber = 0x100; // STATX_INO

    private static ReadOnlySpan<byte> InitialPid => "pid:[4026531836]"u8;

    private static ReadOnlySpan<byte> InitialNetwork => "net:[4026531833]"u8;

    /// <summary>
    /// Whether a file shows the namespace of this very process, which is a container's: it is in this process's own
    /// procfs, has the number of its own table, and neither the processes nor the network are the host's.
    /// </summary>
    /// <returns>false also where it can't be told, as for a file that lies on no procfs.</returns>
    internal static bool IsContainers(string path) =>
        TryStat(path, out FileIdentity source)
        && TryStat("/proc/self/net/dev", out FileIdentity own)
        && source.Inode == own.Inode
        && source.DeviceMajor == own.DeviceMajor
        && source.DeviceMinor == own.DeviceMinor
        && !IsLink("/proc/self/ns/pid", InitialPid)
        && !IsLink("/proc/self/ns/net", InitialNetwork);

    private static bool TryStat(string path, out FileIdentity identity) =>
        SystemCall(StatNumber, WorkingDirectory, path, 0, InodeNumber, out identity) == 0;

    /// <summary>The number of statx(2); musl has a function for it from 1.2.5 on.</summary>
    private static long StatNumber => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 332 : 291;

    private static bool IsLink(string path, ReadOnlySpan<byte> target)
    {
        Span<byte> text = stackalloc byte[64];
        nint length = ReadLink(path, text, (nuint)text.Length);
        return length > 0 && text[..(int)length].SequenceEqual(target);
    }

    [LibraryImport("libc", EntryPoint = "syscall", StringMarshalling = StringMarshalling.Utf8)]
    private static partial long SystemCall(
        long number,
        long folder,
        string path,
        long flags,
        ulong mask,
        out FileIdentity identity);

    [LibraryImport("libc", EntryPoint = "readlink", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLink(string path, Span<byte> text, nuint length);

    /// <summary>struct statx, of which these members are read.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileIdentity
    {
        [FieldOffset(32)]
        internal ulong Inode;

        [FieldOffset(136)]
        internal uint DeviceMajor;

        [FieldOffset(140)]
        internal uint DeviceMinor;
    }
}
