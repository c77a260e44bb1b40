using System;
using System.Globalization;
using NetdevExporter.CommandLine;
using NetdevExporter.Devices;
using NetdevExporter.Diagnosis;
using NetdevExporter.Exposition;
using NetdevExporter.Platform;
using NetdevExporter.Source;
using NetdevExporter.Sysfs;

namespace NetdevExporter;

/// <summary>What the page shows of sysfs: the newest reading, unless it is too old. Logs every change.</summary>
/// <param name="thread">Reads the host's sysfs.</param>
/// <param name="aliases">What interfaces are called; null for their names.</param>
internal sealed class LinkSource(SysfsThread thread, DeviceAliases? aliases = null) : IDisposable
{
    private string lateness = SysfsFault.OfLateness(thread.Path);
    private readonly LinkLabels labels = new(aliases);
    private string lastReason = "";
    private long lateFrom;
    private long checkedAt = -1;
    private string? fault;

    /// <summary>The names of the interfaces that were taken last.</summary>
    internal DeviceLabels Labels => labels.Labels;

    /// <summary>How old the newest reading is; -1 before the first.</summary>
    internal long AgeNanoseconds { get; private set; } = -1;

    /// <summary>How long the newest reading took.</summary>
    internal long DurationNanoseconds { get; private set; }

    /// <summary>What a sysfs says of the host's interfaces; null without a path.</summary>
    internal static LinkSource? Create(Options options) =>
        options.SysfsPath.Length == 0
            ? null
            : new(new SysfsThread(new SysfsReader(options.SysfsPath, options.Filter.Keeps)), options.Aliases);

    /// <summary>Starts the thread, and waits for its first reading: the first page then has it.</summary>
    /// <param name="milliseconds">The longest time to wait.</param>
    internal void Start(int milliseconds)
    {
        if (thread.TryStart())
        {
            lateFrom = Clock.Milliseconds + Limits.SysfsMilliseconds;
            _ = thread.WaitForFirst(milliseconds);
        }
        else
        {
            lateness = SysfsFault.OfThread(thread.Path);
        }
    }

    /// <summary>Has the next reading logged, even if nothing is wrong with it: at the start of a server.</summary>
    internal void LogNext() => lastReason = "unknown";

    /// <summary>Takes the newest reading; null if it is too old, has no interfaces, or is not the host's.</summary>
    /// <param name="owner">Whose interfaces the net/dev file shows.</param>
    internal LinkTable? Take(long now, TableOwner owner)
    {
        LinkTable links = thread.Take();
        long age = links.ReadAt < 0 ? -1 : long.Max(now - links.ReadAt, 0);
        AgeNanoseconds = age < 0 ? -1 : age * 1_000_000;
        DurationNanoseconds = links.DurationNanoseconds;
        if (checkedAt != links.ReadAt)
        {
            checkedAt = links.ReadAt;
            fault = SysfsFault.Explain(links, thread.Path, owner);
        }

        if (age < 0 && now < lateFrom)
        {
            return null; // the first reading of a thousand interfaces takes 0.2 s: nothing to tell
        }

        string? reason = age is < 0 or > Limits.SysfsAgeMillisecondsMax ? lateness : fault;
        LogChange(reason ?? "", links);
        return reason is null && labels.TryWrite(links) ? links : null;
    }

    public void Dispose() => labels.Dispose();

    private void LogChange(string reason, LinkTable links)
    {
        if (reason == lastReason)
        {
            return;
        }

        lastReason = reason;
        if (reason.Length > 0)
        {
            Log.Warn("sysfs unavailable", "reason", reason);
        }
        else
        {
            string count = links.Count.ToString(CultureInfo.InvariantCulture);
            Log.Info("reading sysfs", "path", thread.Path, "interfaces", count);
        }

        if (SysfsFault.ExplainMissing(links, thread.Path) is string missing)
        {
            Log.Warn("sysfs is incomplete", "reason", missing);
        }
    }
}
