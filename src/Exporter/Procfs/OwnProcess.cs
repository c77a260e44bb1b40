using System;
using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace NetdevExporter.Procfs;

/// <summary>
/// What this process uses, as the kernel counts it: from <c>/proc/self</c>, getrusage(2) and getrlimit(2).
/// </summary>
internal sealed partial class OwnProcess : IDisposable
{
    private const int OpenFilesLimit = 7; // RLIMIT_NOFILE

    private readonly ProcFile statm = new("/proc/self/statm");
    private readonly byte[] descriptorsPath = [.. "/proc/self/fd\0"u8];

    /// <summary>When the process started, in nanoseconds since 1970 UTC.</summary>
    internal long StartNanoseconds { get; } =
        (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>How many descriptors the process may have open; -1 where it is not known or not bounded.</summary>
    internal static long OpenFilesMax { get; } =
        GetLimit(OpenFilesLimit, out ResourceLimit limit) == 0 ? (long)limit.Soft : -1; // RLIM_INFINITY is all ones

    /// <summary>User and system time so far, in nanoseconds.</summary>
    internal static long CpuNanoseconds => Environment.CpuUsage.TotalTime.Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>Memory in RAM, in bytes: the second field of statm, in pages. -1 where there is no /proc.</summary>
    internal long ReadResidentBytes()
    {
        Span<byte> text = stackalloc byte[128];
        if (statm.Read(text, out int length) != ProcFileStatus.Complete)
        {
            return -1;
        }

        ReadOnlySpan<byte> resident = text[(text.IndexOf((byte)' ') + 1)..length];
        return Utf8Parser.TryParse(resident, out long pages, out _) ? pages * GetPageBytes() : -1;
    }

    /// <summary>How many descriptors are open, without the one that counts them. -1 where there is no /proc.</summary>
    internal long CountOpenFiles()
    {
        nint folder = OpenFolder(descriptorsPath);
        if (folder == 0)
        {
            return -1;
        }

        long entries = 0;
        while (ReadFolder(folder) != 0)
        {
            entries++;
        }

        _ = CloseFolder(folder);
        return entries - 3; // ".", "..", and the folder's own
    }

    public void Dispose() => statm.Dispose();

    /// <summary>
    /// getpagesize(3). Environment.SystemPageSize names an enumeration in its exception, and brings along how
    /// enumerations are written: 47 KB of executable.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "getpagesize")]
    private static partial int GetPageBytes();

    [LibraryImport("libc", EntryPoint = "opendir")]
    private static partial nint OpenFolder(ReadOnlySpan<byte> path);

    [LibraryImport("libc", EntryPoint = "readdir")]
    private static partial nint ReadFolder(nint folder);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int CloseFolder(nint folder);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    /// <summary>struct rlimit.</summary>
    private struct ResourceLimit
    {
        internal ulong Soft;
        internal ulong Hard;
    }
}
