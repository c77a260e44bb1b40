using System;
using System.Runtime.InteropServices;

namespace NetdevExporter.Platform;

/// <summary>A thread that runs until the process ends: pthread_create(3).</summary>
/// <remarks>
/// The base library's Thread waits for its start and its end, and links wait handles for that: 30 KB of executable. The
/// runtime adopts a thread at its first managed method. It inherits the signals that its creator blocks.
/// </remarks>
internal static unsafe partial class NativeThread
{
    private static Action? body;

    /// <summary>Starts the thread, once.</summary>
    /// <param name="run">Never returns and never throws.</param>
    /// <returns>false if the system has no room for another thread.</returns>
    internal static bool TryStart(Action run)
    {
        body = run;
        nint thread = 0;
        return CreateThread(ref thread, 0, &Run, 0) == 0;
    }

    [UnmanagedCallersOnly]
    private static nint Run(nint argument)
    {
        body!();
        return argument;
    }

    [LibraryImport("libc", EntryPoint = "pthread_create")]
    private static partial int CreateThread(
        ref nint thread,
        nint attributes,
        delegate* unmanaged<nint, nint> start,
        nint argument);
}
