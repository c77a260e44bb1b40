using System;
using System.Text;

namespace NetdevExporter.Platform;

/// <summary>
/// A file whose readers see either the old content or the new, never a part: the content is written to a temporary file
/// in the same directory, which then replaces the file by rename(2).
/// </summary>
/// <remarks>
/// There is no fsync(2): after a power cut, the next start replaces the content. The base library's files add more than
/// 40 KB to the executable.
/// </remarks>
internal sealed class AtomicFile
{
    /// <summary>The suffix of the temporary file; the textfile collector reads only .prom.</summary>
    internal const string TemporarySuffix = ".tmp";

    /// <summary>The suffix of the file that <see cref="ProbeWritable"/> creates; of the same length.</summary>
    private const string ProbeSuffix = ".try";

    private const int OpenFlags = 0x1 | 0x40 | 0x80 | 0x80000; // O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    private const uint WorldReadable = 0b110_100_100;
    private const int ProbePieceBytes = 4096; // a block of most file systems

    private readonly byte[] path;
    private readonly byte[] temporaryPath;

    /// <param name="path">The file's path; neither the file nor its directory has to exist.</param>
    internal AtomicFile(string path)
    {
        this.path = Encoding.UTF8.GetBytes(path + "\0");
        temporaryPath = Encoding.UTF8.GetBytes(path + (TemporarySuffix + "\0"));
    }

    /// <summary>
    /// Tests whether a file of this length could be written at this path, without touching it: a running instance may
    /// use it.
    /// </summary>
    internal static Errno ProbeWritable(string path, int length)
    {
        if (IsDirectory(path))
        {
            return Errno.EISDIR;
        }

        if (IsDirectory(path + TemporarySuffix))
        {
            return Errno.EEXIST;
        }

        byte[] probe = Encoding.UTF8.GetBytes(path + (ProbeSuffix + "\0"));
        Errno error = Create(probe, out int descriptor);
        if (error != Errno.None)
        {
            return error;
        }

        ReadOnlySpan<byte> piece = stackalloc byte[ProbePieceBytes];
        for (int written = 0; written < length && error == Errno.None; written += piece.Length)
        {
            error = SystemCalls.WriteAll(descriptor, piece) ? Errno.None : SystemCalls.LastError;
        }

        error = Close(descriptor, error);
        _ = SystemCalls.Unlink(probe);
        return error;
    }

    /// <summary>Replaces the content. On an error, the file is unchanged.</summary>
    internal Errno Replace(ReadOnlySpan<byte> content)
    {
        Errno error = Create(temporaryPath, out int descriptor);
        if (error != Errno.None)
        {
            return error;
        }

        // Regardless of the umask: node_exporter runs as another user. Fails on a file system without modes.
        _ = SystemCalls.ChangeMode(descriptor, WorldReadable);
        error = SystemCalls.WriteAll(descriptor, content) ? Errno.None : SystemCalls.LastError;
        error = Close(descriptor, error);
        if (error == Errno.None && SystemCalls.Rename(temporaryPath, path) != 0)
        {
            error = SystemCalls.LastError;
        }

        if (error != Errno.None)
        {
            _ = SystemCalls.Unlink(temporaryPath);
        }

        return error;
    }

    /// <summary>Removes the file, if it exists.</summary>
    internal void Remove() => _ = SystemCalls.Unlink(path);

    /// <summary>Closes a written file, where a network file system reports a full disk.</summary>
    /// <param name="error">The error so far, which is returned unless it is None.</param>
    private static Errno Close(int descriptor, Errno error) =>
        SystemCalls.Close(descriptor) != 0 && error == Errno.None ? Errno.EIO : error;

    private static bool IsDirectory(string path) =>
        FileIdentity.TryReadLink(path, out FileIdentity existing) && existing.IsDirectory;

    /// <summary>
    /// Creates a new temporary file. An existing one, left by a crash or planted, perhaps as a link, is removed and
    /// never written to.
    /// </summary>
    /// <param name="descriptor">Below 0 on an error.</param>
    private static Errno Create(ReadOnlySpan<byte> path, out int descriptor)
    {
        descriptor = SystemCalls.Open(path, OpenFlags, WorldReadable);
        if (descriptor < 0 && SystemCalls.LastError == Errno.EEXIST)
        {
            _ = SystemCalls.Unlink(path);
            descriptor = SystemCalls.Open(path, OpenFlags, WorldReadable);
        }

        return descriptor < 0 ? SystemCalls.LastError : Errno.None;
    }
}
