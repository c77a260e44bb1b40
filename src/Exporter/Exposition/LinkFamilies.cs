using System;
using NetdevExporter.Platform;
using NetdevExporter.Sysfs;

namespace NetdevExporter.Exposition;

/// <summary>The families whose values come from sysfs. An interface without a value has no sample.</summary>
/// <remarks>
/// In the scheme <c>node</c>, they are those of node_exporter's collectors netclass, bonding and netdev; the other
/// schemes have the kernel's words, and leave out an unknown speed.
/// </remarks>
internal static class LinkFamilies
{
    private const string Counter = "counter";
    private const string Gauge = "gauge";

    private const long UpFlag = 1; // IFF_UP
    private const long BytesPerMegabit = 1_000_000 / 8;

    /// <summary>-1 as Linux 2.6 prints it.</summary>
    private const long UnknownSpeed = uint.MaxValue;

    /// <summary>What the samples of a family have.</summary>
    private enum Content
    {
        /// <summary>A number of sysfs as it is.</summary>
        Number,

        /// <summary>1 if operstate is up, else 0.</summary>
        OperState,

        /// <summary>1 if packets can pass, else 0.</summary>
        CanPass,

        /// <summary>The speed in bytes per second; -125000 if it is unknown.</summary>
        Speed,

        /// <summary>The same, if it is known.</summary>
        KnownSpeed,

        /// <summary>1, with the texts of sysfs as labels.</summary>
        Texts,

        /// <summary>1, with kind and master as labels.</summary>
        Kind,
    }

    /// <summary>Creates the table.</summary>
    internal static Family[] Create(NameScheme scheme)
    {
        bool isNode = scheme.IsNodeExporters;
        return
        [
            Of(
                scheme, "up", "up", Gauge, "Whether packets can pass: operstate is up, or unknown with a carrier.",
                isNode ? Content.OperState : Content.CanPass),
            Of(
                scheme, "info", "link_info", Gauge, "Non-numeric data from /sys/class/net/<iface>, value is always 1.",
                Content.Texts),
            Number(scheme, LinkValue.Carrier, "carrier", "carrier", Gauge, "Whether there is a carrier."),
            Number(
                scheme, LinkValue.CarrierChanges, "carrier_changes_total", "carrier_changes", Counter,
                "Times that the carrier came or went."),
            Number(
                scheme, LinkValue.CarrierUpChanges, "carrier_up_changes_total", "carrier_up_changes", Counter,
                "Times that the carrier came."),
            Number(
                scheme, LinkValue.CarrierDownChanges, "carrier_down_changes_total", "carrier_down_changes", Counter,
                "Times that the carrier went."),
            Of(
                scheme, "speed_bytes", "speed_bytes", Gauge, "Speed of the link, in bytes per second.",
                isNode ? Content.Speed : Content.KnownSpeed),
            Number(scheme, LinkValue.Mtu, "mtu_bytes", "mtu_bytes", Gauge, "Largest packet."),
            Number(scheme, LinkValue.Index, "iface_id", "ifindex", Gauge, "Number of the interface."),
            Number(
                scheme, LinkValue.Peer, "iface_link", "iflink", Gauge,
                "Number of the interface below or at the other end, in that one's namespace."),
            Number(
                scheme, LinkValue.NoHandler, "receive_nohandler_total", "receive_nohandler", Counter,
                "Packets received and dropped by an inactive member of a bond or bridge."),
            Bond(scheme, LinkValue.Slaves, "slaves", "Number of configured slaves per bonding interface."),
            Bond(scheme, LinkValue.ActiveSlaves, "active", "Number of active slaves per bonding interface."),
            Create(
                "netdev_interface_info", Gauge, "What the interface is, and which one it is part of; always 1.",
                scheme.Label, Content.Kind, default),
        ];
    }

    /// <summary>A family with one sample of each interface that has a value.</summary>
    /// <param name="key">What follows <c>node_network_</c> in node_exporter's name.</param>
    /// <param name="word">What follows <c>netdev_</c> in the other schemes' names, without <c>_total</c>.</param>
    private static Family Of(
        NameScheme scheme, string key, string word, string type, string help, Content content,
        LinkValue value = default) =>
        Create(
            scheme.LinkName(key, word, type), type == Counter ? scheme.Type : type, scheme.LinkHelp(key, help),
            scheme.Label, content, value);

    private static Family Number(
        NameScheme scheme, LinkValue value, string key, string word, string type, string help) =>
        Of(scheme, key, word, type, help, Content.Number, value);

    /// <summary>A family of bonds alone; node_exporter's has another prefix and another label.</summary>
    private static Family Bond(NameScheme scheme, LinkValue value, string word, string help) =>
        Create(
            (scheme.IsNodeExporters ? "node_bonding_" : "netdev_bonding_") + word, Gauge, help,
            scheme.IsNodeExporters ? "master" : scheme.Label, Content.Number, value);

    private static Family Create(
        string name, string type, string help, string label, Content content, LinkValue value) =>
        new(
            name, type, help, "{" + label + "=\"",
            (start, in reading, in _, ref page) => Write(content, value, start, reading, ref page));

    /// <summary>Writes one sample for each interface that has a value; returns whether there is one.</summary>
    private static bool Write(
        Content content, LinkValue value, ReadOnlySpan<byte> start, in Reading reading, ref ByteWriter page)
    {
        int begin = page.Length;
        for (int i = 0; i < (reading.Links?.Count ?? 0); i++)
        {
            int before = page.Length;
            page.Write(start);
            page.Write(reading.LinkLabels[i]);
            bool hasValue = content switch
            {
                Content.OperState => WriteNumber(IsUp(reading.Links!, i) ? 1 : 0, ref page),
                Content.CanPass => WriteNumber(CanPass(reading.Links!, i), ref page),
                Content.Speed => WriteSpeed(reading.Links!, i, ref page),
                Content.KnownSpeed => WriteKnownSpeed(reading.Links!, i, ref page),
                Content.Texts => WriteTexts(reading.Links!, i, ref page),
                Content.Kind => WriteKind(reading, i, ref page),
                _ => WriteNumber(reading.Links![i][value], ref page),
            };
            page.Write("\n"u8);
            page.Truncate(hasValue ? page.Length : before);
        }

        return page.Length > begin || page.HasOverflowed;
    }

    private static bool WriteNumber(long value, ref ByteWriter page)
    {
        page.WriteNumber(value);
        return value != Link.Unknown;
    }

    private static bool IsUp(LinkTable links, int index) =>
        links.Text(index, LinkText.OperState).SequenceEqual("up"u8);

    /// <summary>1 or 0. Loopback, tunnels and WireGuard have no state of their own: it is unknown.</summary>
    private static long CanPass(LinkTable links, int index) =>
        IsUp(links, index) || (links.Text(index, LinkText.OperState).SequenceEqual("unknown"u8)
            && (links[index][LinkValue.Flags] & UpFlag) != 0 && links[index][LinkValue.Carrier] == 1) ? 1 : 0;

    /// <summary>Writes the speed as node_exporter does: an unknown one is -125000.</summary>
    private static bool WriteSpeed(LinkTable links, int index, ref ByteWriter page)
    {
        long speed = links[index][LinkValue.Speed];
        page.WriteNumber(speed == Link.Unknown ? 0 : speed * BytesPerMegabit);
        return speed != Link.Unknown;
    }

    private static bool WriteKnownSpeed(LinkTable links, int index, ref ByteWriter page) =>
        WriteSpeed(links, index, ref page) && links[index][LinkValue.Speed] is > 0 and < UnknownSpeed;

    /// <summary>Writes the labels of <c>info</c> after the device's name, and the value.</summary>
    private static bool WriteTexts(LinkTable links, int index, ref ByteWriter page)
    {
        page.Truncate(page.Length - LabelWriter.EndLength);
        long flags = links[index][LinkValue.Flags];
        page.Write("\",address=\""u8);
        LabelWriter.WriteText(ref page, links.Text(index, LinkText.Address));
        page.Write("\",adminstate=\""u8);
        page.Write(flags == Link.Unknown ? "unknown"u8 : (flags & UpFlag) != 0 ? "up"u8 : "down"u8);
        page.Write("\",broadcast=\""u8);
        LabelWriter.WriteText(ref page, links.Text(index, LinkText.Broadcast));
        page.Write("\",duplex=\""u8);
        LabelWriter.WriteText(ref page, links.Text(index, LinkText.Duplex));
        page.Write("\",ifalias=\""u8);
        LabelWriter.WriteText(ref page, links.Text(index, LinkText.Alias));
        page.Write("\",operstate=\""u8);
        LabelWriter.WriteText(ref page, links.Text(index, LinkText.OperState));
        page.Write("\"} 1"u8);
        return true;
    }

    /// <summary>Writes the labels of <c>netdev_interface_info</c>, and the value.</summary>
    private static bool WriteKind(in Reading reading, int index, ref ByteWriter page)
    {
        LinkTable links = reading.Links!;
        page.Truncate(page.Length - LabelWriter.EndLength);
        page.Write("\",kind=\""u8);
        page.Write(LinkEvidence.Word(links[index].Kind));
        page.Write("\",master=\""u8);
        LabelWriter.WriteLabelEnd(ref page, links.Text(index, LinkText.Master), reading.Aliases);
        page.Write("1"u8);
        return true;
    }
}
