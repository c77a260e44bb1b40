using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace NetdevExporter.Platform;

/// <summary>SIGTERM and SIGINT as a descriptor that is readable after one of them: signalfd(2).</summary>
/// <remarks>
/// A signal to the process is delivered to any thread that does not block it. There are two: this one, and the
/// runtime's finalizer thread, which starts before Main; a finalizer therefore blocks the signals there. The base
/// library's PosixSignalRegistration has another thread, and links the thread pool: 135 KB of executable.
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
    /// Blocks the signals and opens the descriptor. SIGINT stays ignored if it was, as for a shell's background jobs.
    /// SIGPIPE is blocked too: a log without a reader is an error, and must not end the process.
    /// </summary>
    /// <exception cref="IOException">The process is out of descriptors.</exception>
    internal StopSignals()
    {
        ulong[] stopping = new ulong[SystemCalls.SignalSetWords];
        stopping[0] = Bit(Terminate) | (IsIgnored(Interrupt) ? 0 : Bit(Interrupt));
        Blocked[0] = stopping[0] | Bit(Pipe);
        BlockOnThisThread();
        while (!isFinalizerThreadDone)
        {
            DropBlocker();
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

    private static void BlockOnThisThread() => _ = SystemCalls.MaskSignals(Block, Blocked, 0);

    /// <summary>A separate method, so that no register keeps the object alive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DropBlocker() => _ = new SignalBlocker();

    private sealed class SignalBlocker
    {
        ~SignalBlocker()
        {
            BlockOnThisThread();
            isFinalizerThreadDone = true;
        }
    }
}
