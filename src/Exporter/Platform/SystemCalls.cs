using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace NetdevExporter.Platform;

/// <summary>System calls that the base library cannot make without allocations.</summary>
internal static partial class SystemCalls
{
    internal const short PollIn = 0x1;
    internal const short PollOut = 0x4;

    /// <summary>The size of sigset_t: 1,024 bits, of which the kernel uses the first 64.</summary>
    internal const int SignalSetWords = 16;

    private const int WorkingDirectory = -100; // AT_FDCWD
    private const int ThisDescriptor = 0x1000; // AT_EMPTY_PATH

    /// <summary>The error of this thread's last call below that sets errno; None if that call succeeded.</summary>
    internal static Errno LastError => (Errno)Marshal.GetLastPInvokeError();

    /// <summary>poll(2).</summary>
    /// <param name="descriptors">
    /// The first of <paramref name="count"/> entries; receives the returned events.
    /// </param>
    /// <param name="milliseconds">The timeout; -1 for none.</param>
    /// <returns>The number of entries with events; -1 on an error, including EINTR.</returns>
    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    /// <summary>write(2); -1 on an error.</summary>
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nuint count);

    /// <summary>pread(2); -1 on an error.</summary>
    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    internal static partial nint ReadAt(int descriptor, Span<byte> bytes, nuint count, long offset);

    /// <summary>close(2).</summary>
    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int descriptor);

    /// <summary>fcntl(2), for a command that takes an integer or nothing; -1 on an error.</summary>
    [LibraryImport("libc", EntryPoint = "fcntl")]
    internal static partial int ControlFile(int descriptor, int command, int argument);

    /// <summary>getpid(2).</summary>
    [LibraryImport("libc", EntryPoint = "getpid")]
    internal static partial int GetProcess();

    /// <summary>signal(2), with SIG_DFL (0) or SIG_IGN (1) as the handler; returns the handler before.</summary>
    [LibraryImport("libc", EntryPoint = "signal")]
    internal static partial nint SetSignalHandler(int signal, nint handler);

    /// <summary>signalfd(2): a descriptor that is readable while one of these signals is pending.</summary>
    [LibraryImport("libc", EntryPoint = "signalfd", SetLastError = true)]
    internal static partial int CreateSignalDescriptor(int descriptor, ReadOnlySpan<ulong> signals, int flags);

    /// <summary>pthread_sigmask(3), for the calling thread.</summary>
    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    internal static partial int MaskSignals(int how, ReadOnlySpan<ulong> signals, nint before);

    /// <summary>sigaction(2), only to query.</summary>
    [LibraryImport("libc", EntryPoint = "sigaction")]
    internal static partial int GetSignalAction(int signal, nint action, Span<ulong> before);

    /// <summary>socket(2); -1 on an error, as for the calls below.</summary>
    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    /// <summary>bind(2).</summary>
    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(int descriptor, ReadOnlySpan<byte> address, uint length);

    /// <summary>listen(2).</summary>
    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    internal static partial int Listen(int descriptor, int backlog);

    /// <summary>accept4(2), without the peer's address.</summary>
    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    internal static partial int Accept(int descriptor, nint address, nint length, int flags);

    /// <summary>connect(2).</summary>
    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(int descriptor, ReadOnlySpan<byte> address, uint length);

    /// <summary>recv(2).</summary>
    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    internal static partial nint Receive(int descriptor, Span<byte> bytes, nuint count, int flags);

    /// <summary>send(2).</summary>
    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    internal static partial nint Send(int descriptor, ReadOnlySpan<byte> bytes, nuint count, int flags);

    /// <summary>shutdown(2).</summary>
    [LibraryImport("libc", EntryPoint = "shutdown")]
    internal static partial int Shutdown(int descriptor, int how);

    /// <summary>setsockopt(2).</summary>
    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetSocketOption(
        int descriptor,
        int level,
        int option,
        in int value,
        uint length);

    /// <summary>inet_pton(3): 1 if the text is a numeric address of the family.</summary>
    /// <param name="address">Receives its 4 or 16 bytes.</param>
    [LibraryImport("libc", EntryPoint = "inet_pton", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ReadAddress(int family, string text, Span<byte> address);

    /// <summary>if_nametoindex(3): the index of the interface with this name; 0 if there is none.</summary>
    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint FindInterface(string name);

    /// <summary>
    /// access(2): 0 if the path exists, with mode 0. File.Exists links time zones: 100 KB of executable.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Access(string path, int mode);

    /// <summary>statx(2), which musl has only since 1.2.5; false on an error.</summary>
    internal static bool Stat(string path, int flags, uint mask, out FileIdentity identity) =>
        SystemCall(StatNumber, WorkingDirectory, path, flags, mask, out identity) == 0;

    /// <summary>The same, for an open file.</summary>
    internal static bool Stat(int descriptor, uint mask, out FileIdentity identity) =>
        SystemCall(StatNumber, descriptor, "", ThisDescriptor, mask, out identity) == 0;

    /// <summary>fstatfs(2): the first word is the file system type; returns 0, or -1 on an error.</summary>
    [LibraryImport("libc", EntryPoint = "fstatfs")]
    internal static partial int StatFileSystem(int descriptor, Span<long> words);

    /// <summary>
    /// environ(7): strings of the form <c>NAME=value</c>. The base library's dictionary adds 8 KB to the executable.
    /// </summary>
    internal static string[] ReadEnvironment()
    {
        List<string> variables = [];
        nint variable = GetEnvironment();
        for (nint text = Marshal.ReadIntPtr(variable); text != 0; text = Marshal.ReadIntPtr(variable))
        {
            variables.Add(Marshal.PtrToStringUTF8(text)!);
            variable += nint.Size;
        }

        return [.. variables];
    }

    /// <summary>uname(2): six names in struct utsname, each of 65 bytes with its NUL.</summary>
    [LibraryImport("libc", EntryPoint = "uname")]
    internal static partial int ReadSystemNames(Span<byte> names);

    /// <summary>geteuid(2).</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint GetUser();

    /// <summary>unlink(2).</summary>
    [LibraryImport("libc", EntryPoint = "unlink", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(string path);

    /// <summary>open(2); the path ends with NUL, as do those below.</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    internal static partial int Open(ReadOnlySpan<byte> path, int flags, uint mode);

    /// <summary>openat(2).</summary>
    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    internal static partial int OpenAt(int directory, ReadOnlySpan<byte> path, int flags, uint mode);

    /// <summary>readlinkat(2): the length of what the link contains; -1 on an error.</summary>
    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    internal static partial nint ReadLink(int directory, ReadOnlySpan<byte> path, Span<byte> target, nuint length);

    /// <summary>flock(2); -1 on an error.</summary>
    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int Lock(int descriptor, int operation);

    /// <summary>rename(2); -1 on an error.</summary>
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true)]
    internal static partial int Rename(ReadOnlySpan<byte> path, ReadOnlySpan<byte> newPath);

    /// <summary>unlink(2).</summary>
    [LibraryImport("libc", EntryPoint = "unlink")]
    internal static partial int Unlink(ReadOnlySpan<byte> path);

    /// <summary>fchmod(2); -1 on an error.</summary>
    [LibraryImport("libc", EntryPoint = "fchmod")]
    internal static partial int ChangeMode(int descriptor, uint mode);

    /// <summary>chmod(2); -1 on an error.</summary>
    [LibraryImport("libc", EntryPoint = "chmod", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeMode(string path, uint mode);

    /// <summary>
    /// Makes sure that descriptors 0, 1 and 2 are open. If they were closed at the start, a client's socket would get
    /// one of these numbers, and receive what is written to stderr. A signalfd(2) without signals rejects writes (an
    /// eventfd(2) does only since Linux 6.9).
    /// </summary>
    internal static void ReserveStandardStreams()
    {
        ReadOnlySpan<ulong> none = stackalloc ulong[SignalSetWords];
        int descriptor = CreateSignalDescriptor(-1, none, 0);
        while (descriptor is >= 0 and <= 2)
        {
            descriptor = CreateSignalDescriptor(-1, none, 0);
        }

        _ = Close(descriptor);
    }

    /// <summary>Writes everything to a regular file; returns false on an error.</summary>
    internal static bool WriteAll(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint count = Write(descriptor, bytes, (nuint)bytes.Length);
            if (count < 0 && LastError != Errno.EINTR)
            {
                return false;
            }

            bytes = bytes[(int)nint.Max(count, 0)..];
        }

        return true;
    }

    /// <summary>The value of environ(7), which P/Invoke cannot read, by a function of the base library.</summary>
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_GetEnviron")]
    private static partial nint GetEnvironment();

    private static long StatNumber => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 332 : 291;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial long SystemCall(
        long number,
        long directory,
        string path,
        long flags,
        ulong mask,
        out FileIdentity identity);
}
