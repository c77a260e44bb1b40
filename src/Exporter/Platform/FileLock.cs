using System;
using System.Text;

namespace NetdevExporter.Platform;

/// <summary>
/// Keeps a path to one process: flock(2) on a file beside it. The kernel releases the lock when the process ends,
/// however it ends; a lock file that is left behind is used again.
/// </summary>
/// <remarks>
/// Containers that share a directory share the lock. Locking needs no write access to the file, so processes of
/// different users exclude each other. Without locks, as on some network file systems, the path is unguarded.
/// </remarks>
internal sealed class FileLock : IDisposable
{
    /// <summary>The suffix of the lock file, as long as the text file's others.</summary>
    private const string Suffix = ".lck";

    private const int OpenFlags = 0x80000 | 0x800 | 0x100; // O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    private const int CreateFlags = OpenFlags | 0x40 | 0x80; // O_CREAT | O_EXCL
    private const uint WorldReadable = 0b110_100_100;
    private const int Exclusive = 2 | 4; // LOCK_EX | LOCK_NB

    /// <summary>How often the lock file may be removed by a process that ends, between two steps of this one.</summary>
    private const int AttemptsMax = 8;

    private readonly string path;
    private readonly int descriptor;

    private FileLock(string path, int descriptor)
    {
        this.path = path;
        this.descriptor = descriptor;
    }

    /// <summary>Takes the lock for a path.</summary>
    /// <param name="held">null if another process has the lock, or if there is none to take.</param>
    /// <returns>false if another process has it.</returns>
    internal static bool TryTake(string guarded, out FileLock? held)
    {
        string path = guarded + Suffix;
        held = null;
        for (int i = 0; i < AttemptsMax; i++)
        {
            int descriptor = Open(path);
            if (descriptor < 0)
            {
                continue;
            }

            bool isLocked = SystemCalls.Lock(descriptor, Exclusive) == 0;
            bool isTaken = !isLocked && SystemCalls.LastError == Errno.EAGAIN;
            if (isLocked && IsAt(path, descriptor))
            {
                held = new FileLock(path, descriptor);
                return true;
            }

            _ = SystemCalls.Close(descriptor);
            if (isTaken)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Removes the lock file, unless it is another one by now, and releases the lock.</summary>
    public void Dispose()
    {
        if (IsAt(path, descriptor))
        {
            _ = SystemCalls.Unlink(path);
        }

        _ = SystemCalls.Close(descriptor);
    }

    /// <summary>
    /// Opens the lock file, or creates it, readable whatever the umask: another user must see the lock.
    /// </summary>
    /// <returns>Below 0 if it cannot be opened, or was created in between.</returns>
    private static int Open(string path)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path + "\0");
        int descriptor = SystemCalls.Open(bytes, OpenFlags, 0);
        if (descriptor < 0 && SystemCalls.LastError == Errno.ENOENT)
        {
            descriptor = SystemCalls.Open(bytes, CreateFlags, WorldReadable);
            _ = descriptor < 0 ? 0 : SystemCalls.ChangeMode(descriptor, WorldReadable);
        }

        return descriptor;
    }

    private static bool IsAt(string path, int descriptor) =>
        FileIdentity.TryReadLink(path, out FileIdentity there)
        && FileIdentity.TryRead(descriptor, out FileIdentity here)
        && there.IsSameAs(here);
}
