using System.Collections.Generic;
using System.Linq;

namespace NetdevExporter.Shared;

/// <summary>What the interfaces' families are called in a name scheme, written down once more.</summary>
/// <param name="Scheme">What <c>--metrics.names</c> calls it.</param>
/// <param name="Label">The label that holds the interface's name.</param>
/// <param name="Type">The families' type.</param>
/// <param name="Families">The sixteen names in the order of the file's columns.</param>
internal sealed record MetricNames(string Scheme, string Label, string Type, IReadOnlyList<string> Families)
{
    internal static IReadOnlyList<MetricNames> All { get; } =
    [
        new("netdev", "interface", "counter",
        [
            "netdev_receive_bytes_total", "netdev_receive_packets_total", "netdev_receive_errors_total",
            "netdev_receive_dropped_total", "netdev_receive_fifo_total", "netdev_receive_frame_total",
            "netdev_receive_compressed_total", "netdev_receive_multicast_total", "netdev_transmit_bytes_total",
            "netdev_transmit_packets_total", "netdev_transmit_errors_total", "netdev_transmit_dropped_total",
            "netdev_transmit_fifo_total", "netdev_transmit_collisions_total", "netdev_transmit_carrier_total",
            "netdev_transmit_compressed_total",
        ]),
        new("node", "device", "counter",
        [
            "node_network_receive_bytes_total", "node_network_receive_packets_total", "node_network_receive_errs_total",
            "node_network_receive_drop_total", "node_network_receive_fifo_total", "node_network_receive_frame_total",
            "node_network_receive_compressed_total", "node_network_receive_multicast_total",
            "node_network_transmit_bytes_total", "node_network_transmit_packets_total",
            "node_network_transmit_errs_total", "node_network_transmit_drop_total", "node_network_transmit_fifo_total",
            "node_network_transmit_colls_total", "node_network_transmit_carrier_total",
            "node_network_transmit_compressed_total",
        ]),
        new("article", "interface", "gauge",
        [
            "netdev_receive_bytes", "netdev_receive_packets", "netdev_receive_errors", "netdev_receive_dropped",
            "netdev_receive_fifo", "netdev_receive_frame", "netdev_receive_compressed", "netdev_receive_multicast",
            "netdev_transmit_bytes", "netdev_transmit_packets", "netdev_transmit_errors", "netdev_transmit_dropped",
            "netdev_transmit_fifo", "netdev_transmit_collisions", "netdev_transmit_carrier",
            "netdev_transmit_compressed",
        ]),
    ];

    internal static MetricNames Of(string scheme) => All.Single(names => names.Scheme == scheme);
}
