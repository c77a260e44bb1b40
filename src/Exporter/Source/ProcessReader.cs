using System;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using NetdevExporter.Platform;

namespace NetdevExporter.Source;

/// <summary>The resource usage of this process. A value below 0 is unknown, as without /proc.</summary>
internal struct ProcessUsage
{
    /// <summary>Total user and system time.</summary>
    internal long CpuNanoseconds;

    /// <summary>The start time, since the Unix epoch.</summary>
    internal long StartNanoseconds;

    /// <summary>Resident memory.</summary>
    internal long ResidentBytes;

    /// <summary>Open file descriptors.</summary>
    internal long OpenFiles;

    /// <summary>The limit on open descriptors; below 0 also if there is none.</summary>
    internal long OpenFilesMax;
}

/// <summary>
/// Reads the resource usage of this process, at most once per <see cref="AgeMillisecondsMax"/>. A reading takes three
/// system calls: getrusage(2), pread(2) and statx(2). Before Linux 6.2, descriptors must be listed: it takes seven.
/// </summary>
internal sealed partial class ProcessReader : IDisposable
{
    /// <summary>How long a reading is reused, in milliseconds.</summary>
    internal const int AgeMillisecondsMax = 1000;

    private const int OpenFilesLimit = 7; // RLIMIT_NOFILE
    private const int Unknown = -1;
    private const int OpenFlags = 0x80000; // O_RDONLY | O_CLOEXEC

    private readonly int statm = SystemCalls.Open("/proc/self/statm\0"u8, OpenFlags, 0);
    private readonly byte[] descriptorsPath = [.. "/proc/self/fd\0"u8];
    private ProcessUsage usage = new()
    {
        StartNanoseconds = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick,
        OpenFilesMax = OpenFilesMax,
    };

    private long readAt = -AgeMillisecondsMax;

    /// <summary>The limit on open descriptors; -1 if unknown or unlimited.</summary>
    internal static long OpenFilesMax { get; } =
        GetLimit(OpenFilesLimit, out ResourceLimit limit) == 0 ? (long)limit.Soft : Unknown; // RLIM_INFINITY is -1

    /// <summary>Reads the usage, or returns the last reading.</summary>
    /// <param name="now">In milliseconds, on <see cref="Clock"/>.</param>
    internal ProcessUsage Read(long now)
    {
        if (now - readAt >= AgeMillisecondsMax)
        {
            readAt = now;
            usage.CpuNanoseconds = Environment.CpuUsage.TotalTime.Ticks * TimeSpan.NanosecondsPerTick;
            usage.ResidentBytes = ReadResidentBytes();
            usage.OpenFiles = CountOpenFiles();
        }

        return usage;
    }

    public void Dispose() => _ = SystemCalls.Close(statm);

    /// <summary>Reads the second field of statm, which is in pages.</summary>
    private long ReadResidentBytes()
    {
        Span<byte> text = stackalloc byte[128];
        nint length = SystemCalls.ReadAt(statm, text, (nuint)text.Length, 0);
        ReadOnlySpan<byte> resident = length > 0 ? text[(text.IndexOf((byte)' ') + 1)..(int)length] : default;
        return Utf8Parser.TryParse(resident, out long pages, out _) ? pages * GetPageBytes() : Unknown;
    }

    /// <summary>
    /// The size of /proc/self/fd since Linux 6.2 (proc_fd_getattr() in linux/fs/proc/fd.c); before, its entry count.
    /// </summary>
    private long CountOpenFiles() =>
        FileIdentity.TryRead("/proc/self/fd", out FileIdentity directory) && directory.Size > 0
            ? directory.Size
            : CountEntries();

    /// <summary>Counts the open descriptors, except the one that this method opens.</summary>
    private long CountEntries()
    {
        using DirectoryEntries directory = new(descriptorsPath);
        long entries = 0;
        while (directory.TryTake(out _))
        {
            entries++;
        }

        return directory.IsOpen ? entries - 3 : Unknown; // ".", "..", and the directory's own descriptor
    }

    /// <summary>
    /// getpagesize(3). Environment.SystemPageSize formats an enumeration in an exception, which adds 47 KB to the
    /// executable.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "getpagesize")]
    private static partial int GetPageBytes();

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    /// <summary>struct rlimit.</summary>
    private struct ResourceLimit
    {
        internal ulong Soft;
        internal ulong Hard;
    }
}
