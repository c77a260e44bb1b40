using System;
using System.Runtime.InteropServices;

namespace NetdevExporter.Platform;

/// <summary>Stdout or stderr, written to without sleeping in write(2), whatever it is.</summary>
/// <remarks>
/// poll(2) does not suffice: for a terminal, POLLOUT promises room for one byte, and another process may take it. With
/// O_NONBLOCK, write(2) never waits. But this flag belongs to the open file description, which a shell or another
/// process may share. A terminal and a pipe are therefore opened once more, for a description of our own. Where that
/// fails (no /proc, another user's terminal, a socket), the shared one has the flag during the call only.
/// </remarks>
internal sealed class StandardStream
{
    private const int NonBlocking = 0x800; // O_NONBLOCK
    private const int OpenFlags = 0x1 | 0x100 | NonBlocking | 0x80000; // O_WRONLY | O_NOCTTY | … | O_CLOEXEC
    private const int GetFlags = 3; // F_GETFL
    private const int SetFlags = 4; // F_SETFL

    /// <summary>
    /// A terminal with room for one byte is writable to poll(2), but does not take a line end, which it writes as two.
    /// </summary>
    private const int PauseMilliseconds = 10;

    private readonly int shared;
    private readonly int own = -1;

    /// <param name="descriptor">1 or 2; open.</param>
    internal StandardStream(int descriptor)
    {
        shared = descriptor;
        if (FileIdentity.TryRead(shared, out FileIdentity identity) && (identity.IsDevice || identity.IsPipe))
        {
            ReadOnlySpan<byte> path = shared == 1 ? "/proc/self/fd/1\0"u8 : "/proc/self/fd/2\0"u8;
            own = SystemCalls.Open(path, OpenFlags, 0);
        }
    }

    /// <summary>Writes as much as possible without waiting; -1 on an error, EAGAIN if that is nothing.</summary>
    internal nint Write(ReadOnlySpan<byte> bytes)
    {
        if (own >= 0)
        {
            return SystemCalls.Write(own, bytes, (nuint)bytes.Length);
        }

        int flags = SystemCalls.ControlFile(shared, GetFlags, 0);
        _ = SystemCalls.ControlFile(shared, SetFlags, flags | NonBlocking);
        nint count = SystemCalls.Write(shared, bytes, (nuint)bytes.Length);
        _ = SystemCalls.ControlFile(shared, SetFlags, flags);
        return count;
    }

    /// <summary>Writes everything, and waits for a slow reader; returns false on an error.</summary>
    /// <param name="stopDescriptor">The wait ends with EINTR when this is readable; -1 for none.</param>
    internal bool WriteAll(ReadOnlySpan<byte> bytes, int stopDescriptor)
    {
        bool isPause = false;
        while (!bytes.IsEmpty)
        {
            nint count = Write(bytes);
            Errno error = count < 0 ? SystemCalls.LastError : Errno.None;
            if (error == Errno.EAGAIN)
            {
                if (IsStopped(stopDescriptor, isPause))
                {
                    Marshal.SetLastPInvokeError((int)Errno.EINTR);
                    return false;
                }

                isPause = !isPause;
                continue;
            }

            if (error is not (Errno.None or Errno.EINTR))
            {
                return false;
            }

            isPause = false;
            bytes = bytes[(int)nint.Max(count, 0)..];
        }

        return true;
    }

    /// <summary>Waits until the stream is writable, or for a pause; returns whether to stop.</summary>
    private bool IsStopped(int stopDescriptor, bool isPause)
    {
        int writable = own >= 0 ? own : shared;
        Span<PollDescriptor> polls = stackalloc PollDescriptor[2];
        polls[0] = new PollDescriptor(stopDescriptor, SystemCalls.PollIn);
        polls[1] = isPause ? PollDescriptor.None : new PollDescriptor(writable, SystemCalls.PollOut);
        _ = SystemCalls.Poll(ref polls[0], (nuint)polls.Length, isPause ? PauseMilliseconds : -1);
        return polls[0].ReturnedEvents != 0;
    }
}
