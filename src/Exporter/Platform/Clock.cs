using System.Diagnostics;

namespace NetdevExporter.Platform;

/// <summary>The server's clock, independent of the time of day.</summary>
internal static class Clock
{
    /// <summary>
    /// CLOCK_MONOTONIC in milliseconds. TickCount64 has the resolution of the kernel's ticks, 4 or 10 ms: more than
    /// <see cref="Limits.NewConnectionMilliseconds"/>.
    /// </summary>
    internal static long Milliseconds => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000);
}
