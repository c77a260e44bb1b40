using System;
using System.Text;

namespace NetdevExporter.Platform;

/// <summary>
/// A file whose readers see the old content or the new, never a part of it: the content is written to a temporary file
/// in the same directory, which then takes the file's name by rename(2).
/// </summary>
/// <remarks>
/// There is no fsync(2): after a power cut the content is replaced at the next start. The base library's files cost
/// 40 KB of executable and more.
/// </remarks>
internal sealed class AtomicFile
{
    /// <summary>The suffix of the temporary file; not .prom, which the textfile collector reads.</summary>
    internal const string TemporarySuffix = ".tmp";

    /// <summary>The suffix of the file that <see cref="ProbeWritable"/> creates; as long as the other.</summary>
    private const string ProbeSuffix = ".try";

    private const int OpenFlags = 0x1 | 0x40 | 0x80 | 0x80000; // O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    private const uint WorldReadable = 0b110_100_100;

    private readonly byte[] path;
    private readonly byte[] temporaryPath;

    /// <param name="path">The file's path; neither it nor its directory has to exist.</param>
    internal AtomicFile(string path)
    {
        this.path = Encoding.UTF8.GetBytes(path + "\0");
        temporaryPath = Encoding.UTF8.GetBytes(path + (TemporarySuffix + "\0"));
    }

    /// <summary>
    /// Tests whether a file of this path could be written, without touching it: an instance may be using it.
    /// </summary>
    internal static Errno ProbeWritable(string path)
    {
        byte[] probe = Encoding.UTF8.GetBytes(path + (ProbeSuffix + "\0"));
        Errno error = Create(probe, out int descriptor);
        if (error != Errno.None)
        {
            return error;
        }

        _ = SystemCalls.Close(descriptor);
        _ = SystemCalls.Unlink(probe);
        bool isDirectory = FileIdentity.TryReadLink(path, out FileIdentity existing) && existing.IsDirectory;
        return isDirectory ? Errno.EISDIR : Errno.None;
    }

    /// <summary>Replaces the content. On an error the file is as it was.</summary>
    internal Errno Replace(ReadOnlySpan<byte> content)
    {
        Errno error = Create(temporaryPath, out int descriptor);
        if (error != Errno.None)
        {
            return error;
        }

        // Whatever the umask is: node_exporter runs as another user. A file system without modes refuses.
        _ = SystemCalls.ChangeMode(descriptor, WorldReadable);
        error = SystemCalls.WriteAll(descriptor, content) ? Errno.None : SystemCalls.LastError;
        if (SystemCalls.Close(descriptor) != 0 && error == Errno.None)
        {
            error = Errno.EIO; // a network file system reports a full disk here
        }

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

    /// <summary>Removes the file, if it is there.</summary>
    internal void Remove() => _ = SystemCalls.Unlink(path);

    /// <summary>
    /// Creates a temporary file, always a new one. An existing one, left by a crash or put there by somebody, perhaps a
    /// link, is removed and never written to.
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
