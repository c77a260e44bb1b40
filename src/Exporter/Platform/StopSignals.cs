using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace NetdevExporter.Platform;

/// <summary>
/// SIGTERM, SIGINT and SIGHUP as a descriptor that is readable after one of them: signalfd(2).
/// </summary>
/// <remarks>
/// A signal to the process is delivered to any thread that does not block it. There are two: this one, and the
/// runtime's finalizer thread, which starts before Main; a finalizer therefore blocks the signals there. The base
/// library's PosixSignalRegistration has another thread, and links the thread pool: 135 KB of executable.
/// </remarks>
internal sealed class StopSignals : IDisposable
{
    /// <summary>SIG_BLOCK.</summary>
    internal const int Block = 0;

    /// <summary>The set of signals that stop the process.</summary>
    internal const ulong Stopping = (1UL << (Hangup - 1)) | (1UL << (Interrupt - 1)) | (1UL << (Terminate - 1));

    private const int Hangup = 1; // SIGHUP
    private const int Interrupt = 2; // SIGINT
    private const int Pipe = 13; // SIGPIPE
    private const int Terminate = 15; // SIGTERM
    private const int Child = 17; // SIGCHLD
    private const int TerminalOutput = 22; // SIGTTOU
    private const int FileSize = 25; // SIGXFSZ
    private const ulong Ignored = 1; // SIG_IGN
    private const int Flags = 0x80000 | 0x800; // SFD_CLOEXEC | SFD_NONBLOCK

    /// <summary>struct sigaction: the handler, then a set and some flags.</summary>
    private const int ActionWords = 1 + SystemCalls.SignalSetWords + 2;

    private static readonly ulong[] Blocked = new ulong[SystemCalls.SignalSetWords];
    private static volatile bool isFinalizerThreadDone;

    /// <summary>
    /// Blocks three signals whose cause is an error of write(2), and must not end or stop the process: a log without a
    /// reader (SIGPIPE), a file at its limit (SIGXFSZ), and output from the background (SIGTTOU). PID 1 inherits
    /// orphans, as <c>docker exec</c> may leave; the kernel reaps them while SIGCHLD is ignored.
    /// </summary>
    internal StopSignals()
    {
        Blocked[0] = Bit(Pipe) | Bit(FileSize) | Bit(TerminalOutput);
        BlockOnThisThread();
        if (SystemCalls.GetProcess() == 1)
        {
            _ = SystemCalls.SetSignalHandler(Child, (nint)Ignored);
        }
    }

    /// <summary>For poll(2); -1 until the signals are taken. It stays readable.</summary>
    internal int Descriptor { get; private set; } = -1;

    /// <summary>
    /// Blocks the signals and opens the descriptor. SIGINT and SIGHUP stay ignored if they were, as for a shell's
    /// background jobs and with nohup(1).
    /// </summary>
    /// <exception cref="IOException">The process is out of descriptors.</exception>
    internal void Take()
    {
        ulong[] stopping = new ulong[SystemCalls.SignalSetWords];
        stopping[0] = Bit(Terminate) | BitUnlessIgnored(Interrupt) | BitUnlessIgnored(Hangup);
        Blocked[0] |= stopping[0];
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

    /// <summary>
    /// As PID 1, takes the signals for a command: the kernel discards a signal to PID 1 that is neither blocked nor
    /// handled. Any other process keeps the defaults, which end it.
    /// </summary>
    /// <exception cref="IOException">The process is out of descriptors.</exception>
    internal void TakeAsProcess1()
    {
        if (SystemCalls.GetProcess() == 1)
        {
            Take();
        }
    }

    public void Dispose()
    {
        if (Descriptor >= 0)
        {
            _ = SystemCalls.Close(Descriptor);
        }
    }

    private static ulong Bit(int signal) => 1UL << (signal - 1);

    private static ulong BitUnlessIgnored(int signal)
    {
        Span<ulong> action = stackalloc ulong[ActionWords];
        bool isIgnored = SystemCalls.GetSignalAction(signal, 0, action) == 0 && action[0] == Ignored;
        return isIgnored ? 0 : Bit(signal);
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
