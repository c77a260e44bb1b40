using System;

namespace NetdevExporter.Sysfs;

/// <summary>What an interface is.</summary>
internal enum LinkKind
{
    /// <summary>None of the others: a dummy, a tunnel, WireGuard, VXLAN and so on.</summary>
    Other,

    /// <summary>A device of the machine, virtual machines' included.</summary>
    Physical,

    /// <summary>A wireless device.</summary>
    Wifi,

    /// <summary>The loopback device.</summary>
    Loopback,

    /// <summary>A bridge.</summary>
    Bridge,

    /// <summary>A bond.</summary>
    Bond,

    /// <summary>A VLAN of another interface.</summary>
    Vlan,

    /// <summary>One end of a pair, as containers have.</summary>
    Veth,

    /// <summary>A tun or tap device, as VPNs and virtual machines have.</summary>
    Tun,

    /// <summary>A macvlan or macvtap device of another interface.</summary>
    Macvlan,
}

/// <summary>What tells the kind of an interface.</summary>
/// <remarks>
/// Source: SET_NETDEV_DEVTYPE() in the drivers (linux/net/bridge, linux/net/8021q, linux/drivers/net), which a line
/// of the file uevent shows; tun_attrs in linux/drivers/net/tun.c; SET_NETDEV_DEV(), which makes the link "device".
/// </remarks>
internal readonly struct LinkEvidence
{
    private const long Ethernet = 1; // ARPHRD_ETHER
    private const long LoopbackType = 772; // ARPHRD_LOOPBACK

    private static ReadOnlySpan<byte> DeviceTypeStart => "DEVTYPE="u8;

    /// <summary>Whether there is a file tun_flags.</summary>
    internal bool HasTunFlags { get; init; }

    /// <summary>Whether there is a link "device".</summary>
    internal bool HasDevice { get; init; }

    /// <summary>Whether there is a link "lower_…": the interface is on top of another one.</summary>
    internal bool HasLower { get; init; }

    /// <summary>The word of a kind.</summary>
    internal static ReadOnlySpan<byte> Word(LinkKind kind) =>
        kind switch
        {
            LinkKind.Physical => "physical"u8,
            LinkKind.Wifi => "wifi"u8,
            LinkKind.Loopback => "loopback"u8,
            LinkKind.Bridge => "bridge"u8,
            LinkKind.Bond => "bond"u8,
            LinkKind.Vlan => "vlan"u8,
            LinkKind.Veth => "veth"u8,
            LinkKind.Tun => "tun"u8,
            LinkKind.Macvlan => "macvlan"u8,
            _ => "other"u8,
        };

    /// <summary>Determines the kind.</summary>
    /// <param name="uevent">The text of the file uevent.</param>
    /// <param name="link">Its numbers are complete.</param>
    internal LinkKind Decide(ReadOnlySpan<byte> uevent, in Link link)
    {
        LinkKind typed = OfDeviceType(uevent, out bool hasType);
        bool isOnOther = link[LinkValue.Peer] != link[LinkValue.Index];
        return link[LinkValue.Type] == LoopbackType ? LinkKind.Loopback
            : typed != LinkKind.Other ? typed
            : HasTunFlags ? LinkKind.Tun
            : HasDevice ? LinkKind.Physical
            : hasType || link[LinkValue.Type] != Ethernet || !isOnOther ? LinkKind.Other
            : HasLower ? LinkKind.Macvlan
            : LinkKind.Veth;
    }

    /// <summary>The kind by the driver's own word; Other if there is none, or it is not in the table.</summary>
    private static LinkKind OfDeviceType(ReadOnlySpan<byte> uevent, out bool hasType)
    {
        int start = uevent.IndexOf(DeviceTypeStart);
        hasType = start >= 0;
        ReadOnlySpan<byte> type = hasType ? uevent[(start + DeviceTypeStart.Length)..] : default;
        int end = type.IndexOf((byte)'\n');
        type = end < 0 ? type : type[..end];
        return type.SequenceEqual("wlan"u8) ? LinkKind.Wifi
            : type.SequenceEqual("macvtap"u8) ? LinkKind.Macvlan
            : OfWord(type);
    }

    /// <summary>The kind with the same word as the driver's: bridge, bond, vlan and macvlan.</summary>
    private static LinkKind OfWord(ReadOnlySpan<byte> type)
    {
        for (LinkKind kind = LinkKind.Bridge; kind <= LinkKind.Macvlan; kind++)
        {
            if (type.SequenceEqual(Word(kind)))
            {
                return kind;
            }
        }

        return LinkKind.Other;
    }
}
