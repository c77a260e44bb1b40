using System;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using NetdevExporter.Devices;
using NetdevExporter.Diagnosis;
using NetdevExporter.Exposition;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;
using NetdevExporter.Source;
using NetdevExporter.Sysfs;

namespace NetdevExporter;

/// <summary>The pipeline: reads the sources, then writes the page. Owns the buffers between these stages.</summary>
internal sealed class Scrape : IPageSource, IDisposable
{
    /// <summary>The last reason before the first reading.</summary>
    private const string Unknown = "unknown";

    private readonly NetDevReader reader;
    private readonly ProcessReader? process;
    private readonly LinkSource? links;
    private readonly NodeIdentity? node;
    private readonly DeviceAliases? aliases;
    private readonly Family[] families;
    private readonly RepeatedNames repeated = new();
    private readonly NativeBuffer labels = new();
    private readonly NativeBuffer labelEnds = new();
    private string lastReason = "";
    private Failure? sourceFailure;
    private SourceStatus sourceStatus;
    private Errno sourceError;
    private int deviceCount;
    private int excludedCount;

    /// <param name="path">The net/dev file; does not have to exist yet.</param>
    /// <param name="scheme">How the devices' families are named.</param>
    /// <param name="withProcessMetrics">Whether pages include the exporter's own process metrics.</param>
    /// <param name="allowsOwn">Whether to serve a container's own interfaces.</param>
    /// <param name="links">What sysfs says of the interfaces; null if it is not read.</param>
    /// <param name="nodeName">The host's name, for the scheme <c>node</c>; empty if it is to be found.</param>
    /// <param name="filter">Which devices are shown; null for all.</param>
    /// <param name="aliases">What they are called; null for their names.</param>
    internal Scrape(
        string path, NameScheme scheme, bool withProcessMetrics, bool allowsOwn = false, LinkSource? links = null,
        string nodeName = "", DeviceFilter? filter = null, DeviceAliases? aliases = null)
    {
        this.links = links;
        this.aliases = aliases;
        reader = new NetDevReader(path, allowsOwn, filter);
        process = withProcessMetrics ? new ProcessReader() : null;
        node = scheme.IsNodeExporters ? new NodeIdentity(nodeName) : null;
        Family[] nodeFamilies = node is null ? [] : NodeFamilies.Create(node, BuildInfo.NodeLabels);
        families = Families.Create(scheme, BuildInfo.Labels, path, links is not null, nodeFamilies);
    }

    /// <summary>Reads the sources and writes the page.</summary>
    /// <param name="page">Receives the exposition or, on failure, one line of text with the reason.</param>
    /// <param name="now">In milliseconds, on <see cref="Clock"/>.</param>
    /// <returns>Whether the page is the exposition. A failure is logged when it begins and when it ends.</returns>
    public bool TryWrite(Page page, long now) => TryWrite(page, now, isTextFile: false);

    /// <summary>Writes the totals of the interfaces on the last page, HTML.</summary>
    /// <param name="html">Receives as many as fit.</param>
    public void WriteTotals(ref ByteWriter html) => TotalsTable.Write(reader.Devices, aliases, ref html);

    /// <summary>The same page; the text file is without what its reader has itself, such as process metrics.</summary>
    internal bool TryWrite(Page page, long now, bool isTextFile)
    {
        Failure? failure = Run(page, now, isTextFile);
        LogChange(failure, "page available again");
        if (failure is not null)
        {
            page.SetText(failure.Text);
        }

        return failure is null;
    }

    /// <summary>
    /// Reads the source, and logs what it is or why there is no page. At the start: the operator learns it from the
    /// log, not from the first scrape.
    /// </summary>
    internal void LogSource(long now)
    {
        lastReason = Unknown;
        LogChange(Read(now, out _), "reading");
        links?.LogNext();
        _ = links?.Take(now, reader.Owner);
        if (node is not null && Warning.OfNodeName(node, reader.Owner) is string warning)
        {
            Log.Warn("the host's name is unknown", "reason", warning);
        }
    }

    public void Dispose()
    {
        reader.Dispose();
        links?.Dispose();
        process?.Dispose();
        labels.Dispose();
        labelEnds.Dispose();
    }

    private Failure? Run(Page page, long now, bool isTextFile)
    {
        long started = Stopwatch.GetTimestamp();
        Failure? failure = Read(now, out NetDevSnapshot devices);
        if (failure is not null)
        {
            return failure;
        }

        LinkTable? table = links?.Take(now, reader.Owner);
        Reading reading = new()
        {
            Devices = devices,
            Aliases = aliases,
            Links = table,
            LinkLabels = table is null ? default : links!.Labels,
            SysfsAgeNanoseconds = links?.AgeNanoseconds ?? -1,
            SysfsDurationNanoseconds = links?.DurationNanoseconds ?? -1,
            Owner = reader.Owner,
            DurationNanoseconds = Stopwatch.GetElapsedTime(started).Ticks * TimeSpan.NanosecondsPerTick,
            Process = isTextFile ? null : process?.Read(now),
            IsTextFile = isTextFile,
        };
        return Write(reading, page);
    }

    /// <summary>Reads the source. The reason for a failure is determined again only when the error changes.</summary>
    private Failure? Read(long now, out NetDevSnapshot devices)
    {
        SourceStatus status = reader.Read(now, out devices);
        if (status == SourceStatus.Ok)
        {
            repeated.Check(devices);
            deviceCount = devices.Count;
            excludedCount = devices.ExcludedLines;
            sourceFailure = null;
        }
        else if (sourceFailure is null || sourceStatus != status || sourceError != reader.Error)
        {
            sourceStatus = status;
            sourceError = reader.Error;
            sourceFailure = Failure.OfSource(status, reader.Path, reader.Error);
        }

        return sourceFailure;
    }

    /// <summary>Logs a failure when it begins, and what is read when it ends.</summary>
    private void LogChange(Failure? failure, string message)
    {
        string reason = failure?.Text ?? "";
        if (reason == lastReason)
        {
            return;
        }

        lastReason = reason;
        if (failure is not null)
        {
            Log.Warn("page unavailable", "reason", reason);
            return;
        }

        string label = Encoding.UTF8.GetString(NetworkNamespace.Label(reader.Owner));
        string count = deviceCount.ToString(CultureInfo.InvariantCulture);
        string excluded = excludedCount.ToString(CultureInfo.InvariantCulture);
        string? warning = Warning.OfSource(reader.Owner, reader.Path) ?? Warning.OfFilter(deviceCount, excludedCount);
        if (warning is not null)
        {
            Log.Warn(
                message, "path", reader.Path, "namespace", label, "interfaces", count, "excluded", excluded, "reason",
                warning);
        }
        else
        {
            Log.Info(
                message, "path", reader.Path, "namespace", label, "interfaces", count, "excluded", excluded);
        }
    }

    private Failure? Write(in Reading reading, Page page)
    {
        if (!labels.TryGrow(PageWriter.LabelBytesMax(reader.TextCapacity, aliases))
            || !labelEnds.TryGrow(reader.DeviceCapacity * sizeof(int))
            || !page.TryGrow(Limits.PageBytesInitial))
        {
            return Failure.OfSource(SourceStatus.OutOfMemory, reader.Path, Errno.None);
        }

        while (true)
        {
            ByteWriter writer = new(page.Room);
            PageWriter.Write(reading, families, labels.Bytes, labelEnds.As<int>(), ref writer);
            if (!writer.HasOverflowed)
            {
                page.Length = writer.Length;
                return null;
            }

            if (page.Room.Length >= Limits.PageBytesMax)
            {
                return Failure.OfPage(reader.Path);
            }

            if (!page.TryGrow(page.Room.Length * 2))
            {
                return Failure.OfSource(SourceStatus.OutOfMemory, reader.Path, Errno.None);
            }
        }
    }
}
