using System;
using System.Diagnostics;
using System.Threading;

namespace NetdevExporter.EndToEnd;

/// <summary>Waits, for a bounded time.</summary>
internal static class Wait
{
    private const int PauseMillisecondsMax = 100;

    /// <summary>Checks a condition again and again until it holds.</summary>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    internal static void Until(Func<bool> isDone, int seconds, string what)
    {
        if (!TryUntil(isDone, seconds))
        {
            throw new TimeoutException($"waited {seconds} s for {what}");
        }
    }

    /// <summary>The same; returns whether the condition held in time.</summary>
    internal static bool TryUntil(Func<bool> isDone, int seconds)
    {
        Stopwatch watch = Stopwatch.StartNew();
        for (int pause = 5; !isDone(); pause = Math.Min(2 * pause, PauseMillisecondsMax))
        {
            if (watch.Elapsed.TotalSeconds > seconds)
            {
                return false;
            }

            Thread.Sleep(pause);
        }

        return true;
    }
}
