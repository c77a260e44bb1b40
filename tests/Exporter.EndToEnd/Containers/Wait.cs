using System;
using System.Diagnostics;
using System.Threading;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>Waits, for a bounded time.</summary>
internal static class Wait
{
    private const int PauseMilliseconds = 100;

    /// <summary>Asks again and again until the answer is yes.</summary>
    /// <exception cref="TimeoutException">It was not in time.</exception>
    internal static void Until(Func<bool> isDone, int seconds, string what)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!isDone())
        {
            if (watch.Elapsed.TotalSeconds > seconds)
            {
                throw new TimeoutException($"waited {seconds} s for {what}");
            }

            Thread.Sleep(PauseMilliseconds);
        }
    }
}
