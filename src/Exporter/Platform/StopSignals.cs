using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace NetdevExporter.Platform;

/// <summary>SIGTERM and SIGINT as a descriptor, readable once one of them has come: signalfd(2).</summary>
/// <remarks>
/// A signal for the process goes to any thread that does not block it. There are two: this one, and the runtime's
/// finalizer thread, which was there before Main; so an object is left behind whose finalizer blocks them there. The
/// base library's PosixSignalRegistration has a thread more, and brings the thread pool along: 135 KB of executable.
/// </remarks>
internal sealed class StopSignals : IDisposable
{
    private const int Interrupt = 2; // SIGINT
    private const int Pipe = 13; // SIGPIPE
    private const int Terminate = 15; // SIGTERM
    private const int Block = 0; // SIG_BLOCK
    private const ulong Ignored = 1; // SIG_IGN
    private const int Flags = 0x80000 | 0x800; // SFD_CLOEXEC | SFD_NONBLOCK

    /// <summary>struct sigaction: the handler, then a set and some flags.</summary>
    private const int ActionWords = 1 + SystemCalls.SignalSetWords + 2;

    private static readonly ulong[] Blocked = new ulong[SystemCalls.SignalSetWords];
    private static volatile bool isFinalizerThreadDone;

    /// <summary>
    /// Takes the signals from now on. SIGINT is left alone where it was ignored, as a shell has it for what runs in the
    /// background. SIGPIPE is blocked with them: a log that nobody reads any more is an error, and not the end.
    /// </summary>
    /// <exception cref="IOException">The process has no descriptor left.</exception>
    internal StopSignals()
    {
        ulong[] stopping = new ulong[SystemCalls.SignalSetWords];
        stopping[0] = Bit(Terminate) | (IsIgnored(Interrupt) ? 0 : Bit(Interrupt));
        Blocked[0] = stopping[0] | Bit(Pipe);
        BlockHere();
        while (!isFinalizerThreadDone)
        {
            LeaveBehind();
            GC.Collect(0);
            GC.WaitForPendingFinalizers();
        }

        Descriptor = SystemCalls.CreateSignalDescriptor(-1, stopping, Flags);
        if (Descriptor < 0)
        {
            throw new IOException(SystemCalls.LastError.Message());
        }
    }

    /// <summary>For poll(2); it stays readable.</summary>
    internal int Descriptor { get; }

    public void Dispose() => _ = SystemCalls.Close(Descriptor);

    private static ulong Bit(int signal) => 1UL << (signal - 1);

    private static bool IsIgnored(int signal)
    {
        Span<ulong> action = stackalloc ulong[ActionWords];
        return SystemCalls.GetSignalAction(signal, 0, action) == 0 && action[0] == Ignored;
    }

    private static void BlockHere() => _ = SystemCalls.MaskSignals(Block, Blocked, 0);

    /// <summary>In a method of its own, so that no register keeps the object.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LeaveBehind() => _ = new LeftBehind();

    private sealed class LeftBehind
    {
        ~LeftBehind()
        {
            BlockHere();
            isFinalizerThreadDone = true;
        }
    }
}
