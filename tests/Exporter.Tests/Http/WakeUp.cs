using System;
using System.IO;
using System.Runtime.InteropServices;
using NetdevExporter.Platform;

namespace NetdevExporter.Tests.Http;

/// <summary>What asks a server to stop, in the place of a signal: eventfd(2).</summary>
internal sealed partial class WakeUp : IDisposable
{
    private const int Flags = 0x80000 | 0x800; // EFD_CLOEXEC | EFD_NONBLOCK

    /// <exception cref="IOException">The process has no descriptor left.</exception>
    internal WakeUp()
    {
        Descriptor = CreateEvent(0, Flags);
        if (Descriptor < 0)
        {
            throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
        }
    }

    /// <summary>Readable once <see cref="Set"/> was called.</summary>
    internal int Descriptor { get; }

    internal void Set() => _ = SystemCalls.Write(Descriptor, [1, 0, 0, 0, 0, 0, 0, 0], 8);

    public void Dispose() => _ = SystemCalls.Close(Descriptor);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int CreateEvent(uint value, int flags);
}
