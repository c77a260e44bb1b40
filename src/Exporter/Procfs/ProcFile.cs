using System;
using System.Runtime.InteropServices;
using System.Text;

namespace NetdevExporter.Procfs;

/// <summary>
/// A file of procfs that is read again and again: opened when it is first asked for, kept open, and opened anew by
/// its path when the descriptor is older than <see cref="DescriptorMillisecondsMax"/>. So a path that is gone, or
/// shows another file, is noticed within that time, and a busy second of scrapes pays for one open(2).
/// </summary>
/// <remarks>
/// The base library opens and reads files too; it allocates an object for every opening, and its reading hides the
/// errno. seq_read() in linux/fs/seq_file.c makes the text anew for a pread(2) at 0 on an open file, and hands out
/// whole lines, about 4 KiB of them, a call.
/// </remarks>
internal sealed partial class ProcFile : IDisposable
{
    /// <summary>How long a descriptor stands for its path, in milliseconds.</summary>
    internal const int DescriptorMillisecondsMax = 1000;

    private const int OpenFlags = 0x80000 | 0x800 | 0x100; // O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    private const int Closed = -1;
    private const int Interrupted = 4; // EINTR

    private readonly byte[] pathBytes;
    private int descriptor = Closed;
    private long openedAt;

    /// <param name="path">Where the file is; need not exist yet.</param>
    internal ProcFile(string path)
    {
        Path = path;
        pathBytes = Encoding.UTF8.GetBytes(path + '\0');
    }

    /// <summary>Where the file is.</summary>
    internal string Path { get; }

    /// <summary>The open file; -1 where it is not open.</summary>
    internal int Descriptor => descriptor;

    /// <summary>How often it was opened: as long as this stays, so does the file that is read.</summary>
    internal int Openings { get; private set; }

    /// <summary>The errno of the last reading; 0 where it succeeded.</summary>
    internal int Error { get; private set; }

    /// <summary>Reads the whole file, until read() returns 0.</summary>
    /// <param name="buffer">Caller's storage; at least a byte longer than the file, since the end must be seen.</param>
    /// <param name="length">How many bytes were read.</param>
    /// <returns>Complete, or what stood in the way; the errno is in <see cref="Error"/>.</returns>
    internal ProcFileStatus Read(Span<byte> buffer, out int length)
    {
        length = 0;
        Error = 0;
        if (Environment.TickCount64 - openedAt >= DescriptorMillisecondsMax)
        {
            Dispose();
        }

        if (descriptor == Closed && !TryOpen())
        {
            return ProcFileStatus.CannotOpen;
        }

        while (length < buffer.Length)
        {
            nint count = ReadAt(descriptor, buffer[length..], (nuint)(buffer.Length - length), length);
            if (count == 0)
            {
                return ProcFileStatus.Complete;
            }

            if (count > 0)
            {
                length += (int)count;
                continue;
            }

            Error = Marshal.GetLastPInvokeError();
            if (Error != Interrupted)
            {
                Dispose();
                return ProcFileStatus.CannotRead;
            }
        }

        return ProcFileStatus.LargerThanBuffer;
    }

    /// <summary>Opens the file, which is closed; false where it can't be, and <see cref="Error"/> says why.</summary>
    internal bool TryOpen()
    {
        descriptor = Open(pathBytes, OpenFlags);
        openedAt = Environment.TickCount64;
        Openings++;
        Error = descriptor == Closed ? Marshal.GetLastPInvokeError() : 0;
        return descriptor != Closed;
    }

    /// <summary>Closes the file; the next reading opens it again.</summary>
    public void Dispose()
    {
        if (descriptor != Closed)
        {
            _ = Close(descriptor);
            descriptor = Closed;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(ReadOnlySpan<byte> path, int flags);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    private static partial nint ReadAt(int descriptor, Span<byte> buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
