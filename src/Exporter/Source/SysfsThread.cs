using System;
using System.Threading;
using NetdevExporter.Platform;
using NetdevExporter.Sysfs;

namespace NetdevExporter.Source;

/// <summary>
/// Reads sysfs again and again on a thread of its own: a read there may wait for seconds, and a page never does. Of
/// three tables, one is being filled, one is on the page, and the third is the newest that is complete.
/// </summary>
/// <param name="reader">Used by the thread alone once it has started.</param>
internal sealed class SysfsThread(SysfsReader reader)
{
    /// <summary>Added to the number of the third table while it is newer than the one on the page.</summary>
    private const int IsNewer = 4;

    private readonly LinkTable[] tables = [new(), new(), new()];
    private int filling;
    private int lastFilled = 2;
    private int complete = 1;
    private int current = 2;

    /// <summary>The directory that is read.</summary>
    internal string Path => reader.Path;

    /// <summary>Starts reading; returns false if there can be no other thread.</summary>
    internal bool TryStart() => NativeThread.TryStart(Run);

    /// <summary>The newest complete reading; without interfaces before the first. Valid until the next call.</summary>
    internal LinkTable Take()
    {
        if ((Volatile.Read(ref complete) & IsNewer) != 0)
        {
            current = Interlocked.Exchange(ref complete, current) & ~IsNewer;
        }

        return tables[current];
    }

    /// <summary>Reads once, and offers the result to <see cref="Take"/>.</summary>
    /// <returns>How long to pause, in milliseconds.</returns>
    internal int ReadOnce()
    {
        LinkTable table = tables[filling];
        reader.Read(table, tables[lastFilled]);
        lastFilled = filling;
        filling = Interlocked.Exchange(ref complete, filling | IsNewer) & ~IsNewer;
        long pause = table.DurationNanoseconds / 1_000_000 * Limits.SysfsPauseFactor;
        return (int)Math.Clamp(pause, Limits.SysfsMilliseconds, Limits.SysfsAgeMillisecondsMax / 2);
    }

    /// <summary>Waits for the first reading, for a command that writes one page.</summary>
    /// <param name="milliseconds">The longest time to wait.</param>
    /// <returns>The reading; without interfaces if it took longer.</returns>
    internal LinkTable WaitForFirst(int milliseconds)
    {
        long deadline = Clock.Milliseconds + milliseconds;
        while (Take().ReadAt < 0 && Clock.Milliseconds < deadline)
        {
            Pause(1);
        }

        return Take();
    }

    private static void Pause(int milliseconds)
    {
        PollDescriptor none = PollDescriptor.None;
        _ = SystemCalls.Poll(ref none, 1, milliseconds);
    }

    private void Run()
    {
        while (true)
        {
            Pause(ReadOnce());
        }
    }
}
