using System.Collections.Generic;
using System.Linq;

namespace NetdevExporter.EndToEnd.Dashboards;

/// <summary>
/// What the network panels, variables, rules and alerts of dashboards that many people have ask of Prometheus, in a
/// notation of our own: <c>$s</c> selects the exporter, <c>$w</c> is the window. Of an alert, what it compares.
/// </summary>
/// <remarks>
/// Source: Node Exporter Full (1860), revision 4b1729d; node-mixin a7dcc3a0; kube-prometheus 4d719f1d; Awesome
/// Prometheus alerts a853318; the dashboards 8919, 11074, 15172 and 16098 of starsliao; dockprom of 2025-07.
/// </remarks>
internal static class KnownExpressions
{
    /// <summary>Who asks, and which counters' rates it shows.</summary>
    private static readonly (string Of, string[] Counters)[] Rates =
    [
        ("1860", [
            "receive_bytes", "transmit_bytes", "receive_packets", "transmit_packets", "receive_errs", "transmit_errs",
            "receive_drop", "transmit_drop", "receive_compressed", "transmit_compressed", "receive_multicast",
            "receive_frame", "receive_fifo", "transmit_fifo", "transmit_colls", "transmit_carrier",
            "receive_nohandler",
        ]),
        ("node-mixin", [
            "receive_bytes", "transmit_bytes", "receive_packets", "transmit_packets", "receive_errs", "transmit_errs",
            "receive_drop", "transmit_drop", "receive_compressed", "transmit_compressed", "receive_multicast",
            "receive_fifo", "transmit_fifo",
        ]),
        ("starsliao", ["receive_bytes", "transmit_bytes", "receive_drop", "transmit_drop"]),
    ];

    /// <summary>Variables: a label, and the series whose values of it can be selected.</summary>
    internal static IReadOnlyList<(string Of, string Label, string Selector)> Variables { get; } =
    [
        ("1860", "job", "node_uname_info"),
        ("1860", "nodename", """node_uname_info{job="node-exporter"}"""),
        ("1860", "instance", """node_uname_info{job="node-exporter",nodename="the-host"}"""),
        ("node-mixin", "instance", """node_uname_info{job="node-exporter",sysname!="Darwin"}"""),
        ("node-mixin", "instance", """node_exporter_build_info{job="node-exporter"}"""),
        ("starsliao", "nodename", """node_uname_info{origin_prometheus=~".*",job=~"node-exporter"}"""),
        ("starsliao", "instance", """node_uname_info{nodename=~"the-host"}"""),
        ("starsliao", "device", """node_network_info{$s,device!~"tap.*|veth.*|br.*|docker.*|virbr.*|lo.*|cni.*"}"""),
    ];

    internal static IReadOnlyList<(string Of, string Expression)> All { get; } =
    [
        .. Rates.SelectMany(row => row.Counters.SelectMany(counter => new[] { "rate", "irate" }.Select(
            function => (row.Of, $"{function}(node_network_{counter}_total{{$s}}[$w])")))),
        .. new[] { "receive", "transmit" }.SelectMany(OfDirection),
        ("1860", "node_network_up{operstate=\"up\",$s}"),
        ("1860", "node_network_carrier{$s}"),
        ("1860", "node_network_speed_bytes{$s} * 8"),
        ("1860", "node_network_mtu_bytes{$s}"),
        ("1860", "node_arp_entries{$s}"),
        ("1860", "node_nf_conntrack_entries{$s}"),
        ("1860", "node_nf_conntrack_entries_limit{$s}"),
        ("1860", "node_scrape_collector_duration_seconds{$s}"),
        ("1860", "node_scrape_collector_success{$s}"),
        ("node-mixin", "node_network_up{$s}"),
        ("node-mixin", "node_network_info{$s}"),
        ("node-mixin", "node_network_transmit_queue_length{$s}"),
        ("node-mixin", "node_time_seconds{$s}"),
        ("kube-prometheus", """changes(node_network_up{job="node-exporter",device!~"veth.+"}[2m])"""),
        ("kube-prometheus", """node_bonding_slaves{job="node-exporter"} - node_bonding_active"""),
        ("awesome", "node_bonding_active - node_bonding_slaves"),
        ("awesome", "node_nf_conntrack_entries / node_nf_conntrack_entries_limit"),
        ("starsliao", "node_uname_info{$s} - 0"),
        ("dockprom", "node_time_seconds - node_boot_time_seconds"),
    ];

    /// <summary>The metrics that are not there, and why an expression with one stays empty.</summary>
    internal static IReadOnlyDictionary<string, string> Exceptions { get; } = new Dictionary<string, string>
    {
        ["node_network_up{operstate="] = "node_exporter has no such label either, since 0.18",
        ["node_arp_entries"] = "neighbours are in net/arp",
        ["node_nf_conntrack_entries"] = "connections are in sys/net/netfilter",
        ["node_network_transmit_queue_length"] = "a column of a table, and a file more of each interface",
        ["node_time_seconds"] = "the host's clock is no interface; with it, the variable of clusters is All",
        ["node_boot_time_seconds"] = "the host's start is no interface",
    };

    private static IEnumerable<(string Of, string Expression)> OfDirection(string direction)
    {
        string bytes = $"node_network_{direction}_bytes_total";
        yield return ("1860", $"rate({bytes}{{$s}}[$w]) / (node_network_speed_bytes{{$s}} > 0)");
        foreach (string counter in new[] { "bytes", "drop" })
        {
            string name = $"node_network_{direction}_{counter}_total";
            yield return ("node-mixin", $$"""sum without (device) (rate({{name}}{$s,device!="lo"}[5m]))""");
            yield return ("node-mixin", $$"""sum without (device) (rate({{name}}{$s,device!~"lo|veth.+"}[5m]))""");
        }

        yield return ("node-mixin", $"irate({bytes}{{$s}}[$w]) * 8 and increase({bytes}{{$s}}[1m]) > 0");
        yield return ("node-mixin", $"rate(node_network_{direction}_errs_total[2m]) / "
            + $"rate(node_network_{direction}_packets_total[2m])");
        yield return ("awesome", $"rate({bytes}[5m]) / node_network_speed_bytes and node_network_speed_bytes > 0");
        yield return ("awesome", $"rate(node_network_{direction}_errs_total[2m]) / "
            + $"rate(node_network_{direction}_packets_total[2m])");
        yield return ("starsliao", $$"""max by (instance) (rate({{bytes}}{device=~"node0|bond0"}[$w]) * 8)""");
        yield return ("starsliao", $$"""increase({{bytes}}{$s,device=~"node0"}[60m])""");
        yield return ("dockprom", $$"""irate({{bytes}}{device!="lo"}[$w])""");
    }
}
