using System.Runtime;
using System.Runtime.InteropServices;

namespace NetdevExporter.Platform;

/// <summary>Blocks the stop signals of PID 1 before libc and the runtime start: see NativeExecutable.targets.</summary>
/// <remarks>
/// The kernel discards a signal to PID 1 that is neither blocked nor handled, and the runtime takes milliseconds to
/// reach Main; a container that is stopped then would not heed it. There is no runtime here: no allocation, no static
/// field, and only system calls that need no thread-local storage. <see cref="StopSignals"/> takes over in Main.
/// </remarks>
internal static partial class EarlyStart
{
    /// <summary>
    /// In the place of musl's function, which crt1.o calls. It never returns: the runtime must not be entered this way.
    /// </summary>
    [RuntimeExport("__wrap___libc_start_main")]
    internal static int Start(nint main, int count, nint arguments, nint init, nint fini, nint loader)
    {
        if (GetProcess() == 1)
        {
            ulong signals = StopSignals.Stopping; // the part of sigset_t that the kernel reads
            _ = MaskSignals(StopSignals.Block, in signals, 0);
        }

        return StartLibc(main, count, arguments, init, fini, loader);
    }

    [SuppressGCTransition]
    [LibraryImport("libc", EntryPoint = "__real___libc_start_main")]
    private static partial int StartLibc(nint main, int count, nint arguments, nint init, nint fini, nint loader);

    [SuppressGCTransition]
    [LibraryImport("libc", EntryPoint = "getpid")]
    private static partial int GetProcess();

    [SuppressGCTransition]
    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int MaskSignals(int how, in ulong signals, nint before);
}
