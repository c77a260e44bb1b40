using System;
using System.Collections.Generic;
using System.Linq;

namespace NetdevExporter.EndToEnd.Comparison;

/// <summary>A family, or those with a prefix, in which this exporter and node_exporter differ on purpose.</summary>
/// <param name="Name">The family; several if it ends with <c>*</c>.</param>
/// <param name="Kind">In what they differ.</param>
/// <param name="Reason">Why, as the table in src/Deploy/README.md has it.</param>
internal sealed record Difference(string Name, DifferenceKind Kind, string Reason)
{
    private const string NoPanel = "no known panel or alert uses it; one more file to read for each interface";

    /// <summary>All of them: the table in src/Deploy/README.md.</summary>
    internal static IReadOnlyList<Difference> All { get; } =
    [
        new("netdev_*", DifferenceKind.OnlyHere, "about this exporter, and what kind an interface is"),
        new(
            "node_network_info", DifferenceKind.OneLabel,
            "1.5 has no `adminstate`, and all cut `ifalias` at 128 bytes"),
        new("node_exporter_build_info", DifferenceKind.Labels, "this exporter's build: no branch, Go version or tags"),
        new("node_scrape_collector_*", DifferenceKind.Labels, "only netdev and netclass; bonds are part of the latter"),
        .. new[]
        {
            "address_assign_type", "device_id", "dormant", "flags", "iface_link_mode", "name_assign_type",
            "net_dev_group", "protocol_type", "transmit_queue_length",
        }.Select(key => new Difference("node_network_" + key, DifferenceKind.OnlyThere, NoPanel)),
        new("process_*", DifferenceKind.Labels, "each program's own process"),
        new("go_*", DifferenceKind.OnlyThere, "the Go runtime's"),
        new("promhttp_*", DifferenceKind.OnlyThere, "those of Go's HTTP handler"),
    ];

    /// <summary>The one that covers a family; null if the family must be equal.</summary>
    internal static Difference? Find(string family) => All.SingleOrDefault(row => row.Covers(family));

    private bool Covers(string family) =>
        Name.EndsWith('*') ? family.StartsWith(Name[..^1], StringComparison.Ordinal) : family == Name;
}

/// <summary>In what a family differs.</summary>
internal enum DifferenceKind
{
    /// <summary>Only this exporter has it.</summary>
    OnlyHere,

    /// <summary>Only node_exporter has it.</summary>
    OnlyThere,

    /// <summary>Both have it, and it is equal but for a label, which the tests name.</summary>
    OneLabel,

    /// <summary>Both have it; its labels or values are each one's own.</summary>
    Labels,
}
