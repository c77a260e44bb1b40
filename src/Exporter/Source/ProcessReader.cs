using System;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using NetdevExporter.Platform;

namespace NetdevExporter.Source;

/// <summary>What this process uses, as the kernel counts it. A value below 0 is unknown: there is no /proc.</summary>
internal struct ProcessFigures
{
    /// <summary>User and system time so far.</summary>
    internal long CpuNanoseconds;

    /// <summary>When the process started, since 1970 UTC.</summary>
    internal long StartNanoseconds;

    /// <summary>Memory in RAM.</summary>
    internal long ResidentBytes;

    /// <summary>Open file descriptors.</summary>
    internal long OpenFiles;

    /// <summary>How many descriptors may be open; below 0 also where there is no limit.</summary>
    internal long OpenFilesMax;
}

/// <summary>
/// Reads what this process uses, at most once in <see cref="AgeMillisecondsMax"/>: a reading is three system calls,
/// getrusage(2), pread(2) and statx(2); before Linux 6.2, which does not count descriptors so, seven.
/// </summary>
internal sealed partial class ProcessReader : IDisposable
{
    /// <summary>How long a reading counts, in milliseconds.</summary>
    internal const int AgeMillisecondsMax = 1000;

    private const int OpenFilesLimit = 7; // RLIMIT_NOFILE
    private const int Unknown = -1;
    private const int OpenFlags = 0x80000; // O_RDONLY | O_CLOEXEC

    private readonly int statm = SystemCalls.Open("/proc/self/statm\0"u8, OpenFlags, 0);
    private readonly byte[] descriptorsPath = [.. "/proc/self/fd\0"u8];
    private ProcessFigures figures = new()
    {
        StartNanoseconds = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick,
        OpenFilesMax = OpenFilesMax,
    };

    private long readAt = -AgeMillisecondsMax;

    /// <summary>How many descriptors the process may have open; -1 if unknown or unlimited.</summary>
    internal static long OpenFilesMax { get; } =
        GetLimit(OpenFilesLimit, out ResourceLimit limit) == 0 ? (long)limit.Soft : Unknown; // RLIM_INFINITY is -1

    /// <summary>Reads the figures, or returns the last ones.</summary>
    /// <param name="now">In milliseconds, on <see cref="Clock"/>.</param>
    internal ProcessFigures Read(long now)
    {
        if (now - readAt >= AgeMillisecondsMax)
        {
            readAt = now;
            figures.CpuNanoseconds = Environment.CpuUsage.TotalTime.Ticks * TimeSpan.NanosecondsPerTick;
            figures.ResidentBytes = ReadResidentBytes();
            figures.OpenFiles = CountOpenFiles();
        }

        return figures;
    }

    public void Dispose() => _ = SystemCalls.Close(statm);

    /// <summary>The second field of statm, which is in pages.</summary>
    private long ReadResidentBytes()
    {
        Span<byte> text = stackalloc byte[128];
        nint length = SystemCalls.ReadAt(statm, text, (nuint)text.Length, 0);
        ReadOnlySpan<byte> resident = length > 0 ? text[(text.IndexOf((byte)' ') + 1)..(int)length] : default;
        return Utf8Parser.TryParse(resident, out long pages, out _) ? pages * GetPageBytes() : Unknown;
    }

    /// <summary>
    /// The size of /proc/self/fd since Linux 6.2 (proc_fd_getattr() in linux/fs/proc/fd.c); before, its entries.
    /// </summary>
    private long CountOpenFiles() =>
        FileIdentity.TryRead("/proc/self/fd", out FileIdentity folder) && folder.Size > 0
            ? folder.Size
            : CountEntries();

    /// <summary>How many descriptors are open, without the one that this method opens.</summary>
    private long CountEntries()
    {
        nint directory = OpenDirectory(descriptorsPath);
        if (directory == 0)
        {
            return Unknown;
        }

        long entries = 0;
        while (ReadDirectory(directory) != 0)
        {
            entries++;
        }

        _ = CloseDirectory(directory);
        return entries - 3; // ".", "..", and the directory's own descriptor
    }

    /// <summary>
    /// getpagesize(3). Environment.SystemPageSize names an enumeration in its exception, and brings the formatting of
    /// enumerations with it: 47 KB of executable.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "getpagesize")]
    private static partial int GetPageBytes();

    [LibraryImport("libc", EntryPoint = "opendir")]
    private static partial nint OpenDirectory(ReadOnlySpan<byte> path);

    [LibraryImport("libc", EntryPoint = "readdir")]
    private static partial nint ReadDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int CloseDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    /// <summary>struct rlimit.</summary>
    private struct ResourceLimit
    {
        internal ulong Soft;
        internal ulong Hard;
    }
}
