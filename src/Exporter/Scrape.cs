using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using NetdevExporter.Exposition;
using NetdevExporter.Http;
using NetdevExporter.Procfs;

namespace NetdevExporter;

/// <summary>
/// The pipeline: the file is read, parsed and written as a page, from left to right and once a page. Owns the buffers
/// between the stages and makes them larger when a host needs it.
/// </summary>
internal sealed class Scrape : IPageSource, IDisposable
{
    private readonly ProcFile file;
    private readonly NameScheme scheme;
    private readonly OwnProcess? process;
    private readonly byte[] buildInfo = BuildInfo.Sample();

    private readonly NativeBuffer text = new(Limits.TextBytesInitial);
    private readonly NativeBuffer lines = new(Limits.DevicesInitial * Unsafe.SizeOf<NetDevLine>());
    private readonly NativeBuffer buckets = new(Limits.DevicesInitial * sizeof(int));
    private readonly NativeBuffer labels = new(DevicePage.LabelBytesMax(Limits.TextBytesInitial));
    private readonly NativeBuffer labelEnds = new(Limits.DevicesInitial * sizeof(int));

    private readonly byte[] sourceStart;
    private readonly bool allowsOwn;
    private string failure = "";
    private int judgedOpenings;

    /// <param name="path">The net/dev file; need not be there yet.</param>
    /// <param name="scheme">How metrics are named.</param>
    /// <param name="withProcessMetrics">Whether pages end with the process's own metrics.</param>
    /// <param name="allowsOwn">Whether a container's own interfaces are shown, too.</param>
    internal Scrape(string path, NameScheme scheme, bool withProcessMetrics, bool allowsOwn = false)
    {
        file = new ProcFile(path);
        sourceStart = ExporterPage.SourceStart(path);
        this.scheme = scheme;
        this.allowsOwn = allowsOwn;
        process = withProcessMetrics ? new OwnProcess() : null;
    }

    /// <summary>Whose interfaces the file shows that was read last.</summary>
    internal TableOwner Owner { get; private set; }

    /// <summary>Makes the page that is true now.</summary>
    /// <param name="page">Gets the exposition, or, where the file can't be had, one line of text that says why.</param>
    /// <returns>Whether it is the exposition. A failure is logged when it begins and when it ends.</returns>
    public bool TryWrite(Page page) => TryWrite(page, withProcessMetrics: true);

    /// <summary>The same, and without the process's own metrics where they are not wanted.</summary>
    internal bool TryWrite(Page page, bool withProcessMetrics)
    {
        string reason = Run(page, withProcessMetrics)?.Text ?? "";
        if (reason != failure)
        {
            if (reason.Length > 0)
            {
                Log.Warn("no page can be made", "reason", reason);
            }
            else
            {
                Log.Info("pages can be made again", "path", file.Path);
            }

            failure = reason;
        }

        if (reason.Length > 0)
        {
            page.SetText(reason);
        }

        return reason.Length == 0;
    }

    /// <summary>Reads the file as it is now.</summary>
    /// <param name="snapshot">Its devices; good until the next reading.</param>
    /// <returns>Why not; null where it succeeded.</returns>
    internal Failure? ReadDevices(out NetDevSnapshot snapshot)
    {
        snapshot = default;
        return Read(out ReadOnlySpan<byte> read) ?? Parse(read, out snapshot);
    }

    public void Dispose()
    {
        file.Dispose();
        process?.Dispose();
        text.Dispose();
        lines.Dispose();
        buckets.Dispose();
        labels.Dispose();
        labelEnds.Dispose();
    }

    /// <summary>Read, parse, write; returns why not, or null.</summary>
    private Failure? Run(Page page, bool withProcessMetrics)
    {
        long started = Stopwatch.GetTimestamp();
        if (ReadDevices(out NetDevSnapshot snapshot) is Failure failed)
        {
            return failed;
        }

        long nanoseconds = Stopwatch.GetElapsedTime(started).Ticks * TimeSpan.NanosecondsPerTick;
        return Write(snapshot, nanoseconds, page, withProcessMetrics);
    }

    private Failure? Read(out ReadOnlySpan<byte> read)
    {
        while (true)
        {
            ProcFileStatus status = file.Read(text.Bytes, out int length);
            read = text.Bytes[..length];
            if (status == ProcFileStatus.Complete)
            {
                return Judge();
            }

            if (status != ProcFileStatus.LargerThanBuffer)
            {
                return Failure.OfFile(status, file.Path, file.Error);
            }

            if (text.Length >= Limits.TextBytesMax)
            {
                return Failure.TooLarge(file.Path, Limits.TextBytesMax, "bytes of text");
            }

            if (!text.TryGrow(text.Length * 2))
            {
                return Failure.OutOfMemory(file.Path);
            }
        }
    }

    /// <summary>Tells whose table it is, once for each opening, and whether it may be shown.</summary>
    private Failure? Judge()
    {
        if (judgedOpenings != file.Openings)
        {
            judgedOpenings = file.Openings;
            Owner = NetworkNamespace.Find(file.Descriptor);
        }

        return Owner == TableOwner.Own && !allowsOwn ? Failure.OfOwnTable(file.Path) : null;
    }

    private Failure? Parse(ReadOnlySpan<byte> read, out NetDevSnapshot snapshot)
    {
        while (true)
        {
            NetDevStatus status = NetDevParser.Parse(read, lines.As<NetDevLine>(), buckets.As<int>(), out snapshot);
            if (status == NetDevStatus.Ok)
            {
                return null;
            }

            if (status != NetDevStatus.TooManyDevices)
            {
                return Failure.OfText(status, file.Path);
            }

            int devices = lines.As<NetDevLine>().Length * 2;
            if (devices > Limits.DevicesMax)
            {
                return Failure.TooLarge(file.Path, Limits.DevicesMax, "interfaces");
            }

            // The lines at last: they say how many devices there can be, and the others have room for as many.
            if (!labelEnds.TryGrow(devices * sizeof(int))
                || !buckets.TryGrow(devices * sizeof(int))
                || !lines.TryGrow(devices * Unsafe.SizeOf<NetDevLine>()))
            {
                return Failure.OutOfMemory(file.Path);
            }
        }
    }

    private Failure? Write(NetDevSnapshot snapshot, long nanoseconds, Page page, bool withProcessMetrics)
    {
        if (!labels.TryGrow(DevicePage.LabelBytesMax(text.Length)) || !page.TryGrow(Limits.PageBytesInitial))
        {
            return Failure.OutOfMemory(file.Path);
        }

        while (true)
        {
            PageWriter writer = new(page.Room);
            DevicePage.Write(snapshot, scheme, labels.Bytes, labelEnds.As<int>(), ref writer);
            ExporterPage.Write(buildInfo, snapshot, nanoseconds, ref writer);
            ExporterPage.WriteSource(sourceStart, NetworkNamespace.Label(Owner), ref writer);
            if (withProcessMetrics && process is not null)
            {
                ExporterPage.WriteProcess(process, ref writer);
            }

            if (!writer.HasOverflowed)
            {
                page.Length = writer.Length;
                return null;
            }

            if (page.Room.Length >= Limits.PageBytesMax)
            {
                return Failure.TooLarge(file.Path, Limits.PageBytesMax, "bytes of page");
            }

            if (!page.TryGrow(page.Room.Length * 2))
            {
                return Failure.OutOfMemory(file.Path);
            }
        }
    }
}
