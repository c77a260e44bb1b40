using System;
using NetdevExporter.Devices;
using NetdevExporter.Procfs;
using NetdevExporter.Source;
using NetdevExporter.Sysfs;

namespace NetdevExporter.Exposition;

/// <summary>The source of all samples of one page. Borrows the snapshot's text and lines.</summary>
internal readonly ref struct Reading
{
    /// <summary>The devices of the net/dev file.</summary>
    internal NetDevSnapshot Devices { get; init; }

    /// <summary>What they are called; null if by their names.</summary>
    internal DeviceAliases? Aliases { get; init; }

    /// <summary>Whose interfaces they are.</summary>
    internal TableOwner Owner { get; init; }

    /// <summary>How long reading and parsing took.</summary>
    internal long DurationNanoseconds { get; init; }

    /// <summary>The process metrics; null if the page has none.</summary>
    internal ProcessUsage? Process { get; init; }

    /// <summary>The interfaces by sysfs; null if the page has nothing of them.</summary>
    internal LinkTable? Links { get; init; }

    /// <summary>The names of these.</summary>
    internal DeviceLabels LinkLabels { get; init; }

    /// <summary>How old the reading of sysfs is; -1 if there was none.</summary>
    internal long SysfsAgeNanoseconds { get; init; }

    /// <summary>How long that reading took; -1 if sysfs is not read.</summary>
    internal long SysfsDurationNanoseconds { get; init; }

    /// <summary>Whether the page is the text file, which node_exporter adds to its own page.</summary>
    internal bool IsTextFile { get; init; }
}

/// <summary>The devices' names, written once as the end of the labels and used by every family.</summary>
/// <param name="bytes">All of them, without a separator: <c>eth0"} lo"} </c>.</param>
/// <param name="ends">Where each ends; at least one per device.</param>
internal readonly ref struct DeviceLabels(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> ends)
{
    internal ReadOnlySpan<byte> Bytes { get; } = bytes;

    internal ReadOnlySpan<int> Ends { get; } = ends;

    /// <summary>One of them.</summary>
    internal ReadOnlySpan<byte> this[int index] => Bytes[(index == 0 ? 0 : Ends[index - 1])..Ends[index]];
}
