using System;
using System.Text;
using NetdevExporter.Platform;

namespace NetdevExporter.Source;

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
internal sealed class ProcFile : IDisposable
{
    /// <summary>How long a descriptor stands for its path, in milliseconds.</summary>
    internal const int DescriptorMillisecondsMax = 1000;

    private const int OpenFlags = 0x80000 | 0x800 | 0x100; // O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    private const int Closed = -1;

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

    /// <summary>The error of the last reading; None if it succeeded.</summary>
    internal Errno Error { get; private set; }

    /// <summary>Reads the whole file, until read() returns 0.</summary>
    /// <param name="buffer">Caller's storage; at least a byte longer than the file, since the end must be seen.</param>
    /// <param name="length">How many bytes were read.</param>
    /// <param name="now">In milliseconds, on <see cref="Clock"/>.</param>
    /// <returns>Complete, or the reason; the error number is in <see cref="Error"/>.</returns>
    internal ProcFileStatus Read(Span<byte> buffer, long now, out int length)
    {
        length = 0;
        Error = Errno.None;
        if (now - openedAt >= DescriptorMillisecondsMax)
        {
            Dispose();
        }

        if (descriptor == Closed && !TryOpen(now))
        {
            return ProcFileStatus.CannotOpen;
        }

        while (length < buffer.Length)
        {
            nint count = SystemCalls.ReadAt(descriptor, buffer[length..], (nuint)(buffer.Length - length), length);
            if (count == 0)
            {
                return ProcFileStatus.Complete;
            }

            if (count > 0)
            {
                length += (int)count;
                continue;
            }

            Error = SystemCalls.LastError;
            if (Error != Errno.EINTR)
            {
                Dispose();
                return ProcFileStatus.CannotRead;
            }
        }

        return ProcFileStatus.LargerThanBuffer;
    }

    /// <summary>Opens the file, which is closed; on failure <see cref="Error"/> has the reason.</summary>
    internal bool TryOpen(long now)
    {
        descriptor = SystemCalls.Open(pathBytes, OpenFlags, 0);
        openedAt = now;
        Openings++;
        Error = descriptor == Closed ? SystemCalls.LastError : Errno.None;
        return descriptor != Closed;
    }

    /// <summary>Closes the file; the next reading opens it again.</summary>
    public void Dispose()
    {
        if (descriptor != Closed)
        {
            _ = SystemCalls.Close(descriptor);
            descriptor = Closed;
        }
    }
}
