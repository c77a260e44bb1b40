using System;
using System.Text;
using NetdevExporter.Platform;

namespace NetdevExporter.Source;

/// <summary>
/// A procfs file that is read repeatedly. It is opened at the first reading, and again when the descriptor is older
/// than <see cref="DescriptorMillisecondsMax"/>. A path that was removed, or leads to another file, is noticed within
/// that time, and frequent scrapes share one open(2).
/// </summary>
/// <remarks>
/// The base library allocates an object for each open(2), and hides the errno of read(2). seq_read() in
/// linux/fs/seq_file.c generates the text again for a pread(2) at offset 0, and returns complete lines, about 4 KiB per
/// call.
/// </remarks>
internal sealed class ProcFile : IDisposable
{
    /// <summary>How long a descriptor is used before the path is opened again, in milliseconds.</summary>
    internal const int DescriptorMillisecondsMax = 1000;

    private const int OpenFlags = 0x80000 | 0x800 | 0x100; // O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    private const int Closed = -1;

    private readonly byte[] pathBytes;
    private int descriptor = Closed;
    private long openedAt;

    /// <param name="path">The file's path; it does not have to exist yet.</param>
    internal ProcFile(string path)
    {
        Path = path;
        pathBytes = Encoding.UTF8.GetBytes(path + '\0');
    }

    /// <summary>The file's path.</summary>
    internal string Path { get; }

    /// <summary>The open file's descriptor; -1 if it is closed.</summary>
    internal int Descriptor => descriptor;

    /// <summary>How often the file was opened: while this is unchanged, readings are of the same file.</summary>
    internal int OpenCount { get; private set; }

    /// <summary>The error of the last reading; None if it succeeded.</summary>
    internal Errno Error { get; private set; }

    /// <summary>Reads the whole file, until read() returns 0.</summary>
    /// <param name="buffer">Caller's storage; at least one byte longer than the file, to detect its end.</param>
    /// <param name="length">The number of bytes read.</param>
    /// <param name="now">In milliseconds, on <see cref="Clock"/>.</param>
    /// <returns>Complete, or the reason; the error number is in <see cref="Error"/>.</returns>
    internal ProcFileStatus Read(Span<byte> buffer, long now, out int length)
    {
        length = 0;
        if (!TryRenew(now))
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

    /// <summary>
    /// Opens the file if it is closed or its descriptor is too old; on failure, <see cref="Error"/> has the reason.
    /// </summary>
    internal bool TryRenew(long now)
    {
        Error = Errno.None;
        if (now - openedAt >= DescriptorMillisecondsMax)
        {
            Dispose();
        }

        return descriptor != Closed || TryOpen(now);
    }

    /// <summary>Opens the file, which must be closed; on failure, <see cref="Error"/> has the reason.</summary>
    internal bool TryOpen(long now)
    {
        descriptor = SystemCalls.Open(pathBytes, OpenFlags, 0);
        openedAt = now;
        OpenCount++;
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
