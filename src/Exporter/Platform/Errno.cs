using System.Runtime.InteropServices;

namespace NetdevExporter.Platform;

/// <summary>The error numbers that this program distinguishes; the same on amd64 and arm64.</summary>
/// <remarks>Source: errno(3); linux/include/uapi/asm-generic/errno-base.h and errno.h.</remarks>
internal enum Errno
{
    None = 0,
    EPERM = 1,
    ENOENT = 2,
    EINTR = 4,
    EIO = 5,
    EAGAIN = 11,
    ENOMEM = 12,
    EACCES = 13,
    EEXIST = 17,
    ENOTDIR = 20,
    EISDIR = 21,
    EINVAL = 22,
    ENFILE = 23,
    EMFILE = 24,
    EROFS = 30,
    EADDRINUSE = 98,
    EADDRNOTAVAIL = 99,
    ECONNABORTED = 103,
    ENOBUFS = 105,
    ETIMEDOUT = 110,
    ECONNREFUSED = 111,
    EINPROGRESS = 115,
}

/// <summary>Properties of an <see cref="Errno"/>.</summary>
internal static class ErrnoText
{
    /// <summary>The text of strerror(3).</summary>
    internal static string Message(this Errno error) => Marshal.GetPInvokeErrorMessage((int)error);

    /// <summary>Whether the same call may succeed later.</summary>
    internal static bool IsTransient(this Errno error) => error is Errno.EAGAIN or Errno.EINTR;

    /// <summary>Whether the process or the system has run out of descriptors or memory.</summary>
    internal static bool IsResourceShortage(this Errno error) =>
        error is Errno.ENOMEM or Errno.ENFILE or Errno.EMFILE or Errno.ENOBUFS;
}
