using System.Diagnostics;

namespace NetdevExporter.Platform;

/// <summary>The server's clock: nothing that waits goes by the time of day.</summary>
internal static class Clock
{
    /// <summary>
    /// CLOCK_MONOTONIC in milliseconds. TickCount64 goes by the kernel's ticks: of 4 ms, which is more than a newcomer
    /// is given to ask, or of 10.
    /// </summary>
    internal static long Milliseconds => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000);
}
