using System;
using System.Diagnostics;
using NetdevExporter.Diagnosis;
using NetdevExporter.Exposition;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;
using NetdevExporter.Source;

namespace NetdevExporter;

/// <summary>The pipeline: reads the sources, then writes the page. Owns the buffers between these stages.</summary>
internal sealed class Scrape : IPageSource, IDisposable
{
    private readonly NetDevReader reader;
    private readonly ProcessReader? process;
    private readonly Family[] families;
    private readonly NativeBuffer labels = new();
    private readonly NativeBuffer labelEnds = new();
    private string lastReason = "";

    /// <param name="path">The net/dev file; does not have to exist yet.</param>
    /// <param name="scheme">How the devices' families are named.</param>
    /// <param name="withProcessMetrics">Whether pages include the exporter's own process metrics.</param>
    /// <param name="allowsOwn">Whether to serve a container's own interfaces.</param>
    internal Scrape(string path, NameScheme scheme, bool withProcessMetrics, bool allowsOwn = false)
    {
        reader = new NetDevReader(path, allowsOwn);
        process = withProcessMetrics ? new ProcessReader() : null;
        families = Families.Create(scheme, BuildInfo.Labels, path);
    }

    /// <summary>Reads the sources and writes the page.</summary>
    /// <param name="page">Receives the exposition or, on failure, one line of text with the reason.</param>
    /// <param name="now">In milliseconds, on <see cref="Clock"/>.</param>
    /// <returns>Whether the page is the exposition. A failure is logged when it begins and when it ends.</returns>
    public bool TryWrite(Page page, long now) => TryWrite(page, now, withProcessMetrics: true);

    /// <summary>The same; <paramref name="withProcessMetrics"/> false leaves out the process metrics.</summary>
    internal bool TryWrite(Page page, long now, bool withProcessMetrics)
    {
        string reason = Run(page, now, withProcessMetrics)?.Text ?? "";
        if (reason != lastReason)
        {
            if (reason.Length > 0)
            {
                Log.Warn("page unavailable", "reason", reason);
            }
            else
            {
                Log.Info("page available again", "path", reader.Path);
            }

            lastReason = reason;
        }

        if (reason.Length > 0)
        {
            page.SetText(reason);
        }

        return reason.Length == 0;
    }

    public void Dispose()
    {
        reader.Dispose();
        process?.Dispose();
        labels.Dispose();
        labelEnds.Dispose();
    }

    private Failure? Run(Page page, long now, bool withProcessMetrics)
    {
        long started = Stopwatch.GetTimestamp();
        SourceStatus status = reader.Read(now, out NetDevSnapshot devices);
        if (status != SourceStatus.Ok)
        {
            return Failure.OfSource(status, reader.Path, reader.Error);
        }

        Reading reading = new()
        {
            Devices = devices,
            Owner = reader.Owner,
            DurationNanoseconds = Stopwatch.GetElapsedTime(started).Ticks * TimeSpan.NanosecondsPerTick,
            Process = withProcessMetrics ? process?.Read(now) : null,
        };
        return Write(reading, page);
    }

    private Failure? Write(in Reading reading, Page page)
    {
        if (!labels.TryGrow(PageWriter.LabelBytesMax(reader.TextCapacity))
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
