using System;
using System.Threading;

namespace NetdevExporter.Tests;

/// <summary>
/// Watches cases go by, from a thread of its own; a case that takes too long ends the process, since nothing else ends
/// a loop that has no end.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    /// <summary>Longer than any case takes on a machine that is busy with something else.</summary>
    private const int SecondsMax = 30;

    private readonly Action<string> bark;
    private readonly TimeSpan patience;
    private readonly Timer timer;
    private FuzzFault current = new(-1, "", "");
    private FuzzFault? seen;
    private long seenAt;

    internal Watchdog()
        : this(TimeSpan.FromSeconds(SecondsMax), Environment.FailFast)
    {
    }

    /// <param name="patience">The longest that a case may take; it is told within twice this time.</param>
    /// <param name="bark">Called again and again while a case takes longer, with what case it is.</param>
    internal Watchdog(TimeSpan patience, Action<string> bark)
    {
        this.patience = patience;
        this.bark = bark;
        timer = new Timer(_ => Look(Environment.TickCount64), null, patience, patience / 8);
    }

    /// <summary>Says that a case begins, and the one before has ended.</summary>
    internal void Watch(int number, string text) =>
        Volatile.Write(ref current, new FuzzFault(number, text, "hangs"));

    /// <summary>Looks whether the case is still the one that it was too long ago.</summary>
    internal void Look(long nowMilliseconds)
    {
        FuzzFault watched = Volatile.Read(ref current);
        if (!ReferenceEquals(watched, seen))
        {
            seen = watched;
            seenAt = nowMilliseconds;
        }
        else if (nowMilliseconds - seenAt > patience.TotalMilliseconds)
        {
            bark($"seed {Fuzzing.Seed}, {watched}");
        }
    }

    public void Dispose() => timer.Dispose();
}
