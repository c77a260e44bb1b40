using System;
using NetdevExporter.Procfs;
using NetdevExporter.Source;

namespace NetdevExporter.Exposition;

/// <summary>The source of all samples of one page. Borrows the snapshot's text and lines.</summary>
internal readonly ref struct Reading
{
    /// <summary>The devices of the net/dev file.</summary>
    internal NetDevSnapshot Devices { get; init; }

    /// <summary>Whose interfaces they are.</summary>
    internal TableOwner Owner { get; init; }

    /// <summary>How long reading and parsing took.</summary>
    internal long DurationNanoseconds { get; init; }

    /// <summary>The process metrics; null if the page has none.</summary>
    internal ProcessUsage? Process { get; init; }
}

/// <summary>The devices' names, written once as the end of the labels and used by every family.</summary>
/// <param name="bytes">All of them, without a separator: <c>eth0"} lo"} </c>.</param>
/// <param name="ends">Where each ends; at least one per device.</param>
internal readonly ref struct DeviceLabels(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> ends)
{
    internal ReadOnlySpan<byte> Bytes { get; } = bytes;

    internal ReadOnlySpan<int> Ends { get; } = ends;
}
