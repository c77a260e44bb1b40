namespace NetdevExporter.Sysfs;

/// <summary>The numbers that a <see cref="Link"/> has, each with its file in the interface's directory.</summary>
/// <remarks>Source: linux/Documentation/ABI/testing/sysfs-class-net, and linux/net/core/net-sysfs.c.</remarks>
internal enum LinkValue
{
    /// <summary>ifindex: the interface's number in its namespace.</summary>
    Index,

    /// <summary>iflink: the number of the interface below or at the other end, in its own namespace.</summary>
    Peer,

    /// <summary>flags: IFF_UP and others, in hexadecimal.</summary>
    Flags,

    /// <summary>type: ARPHRD_ETHER and others.</summary>
    Type,

    /// <summary>carrier: 1 or 0; EINVAL while the interface is administratively down.</summary>
    Carrier,

    /// <summary>carrier_changes.</summary>
    CarrierChanges,

    /// <summary>carrier_up_count; since Linux 4.16.</summary>
    CarrierUpChanges,

    /// <summary>carrier_down_count; since Linux 4.16.</summary>
    CarrierDownChanges,

    /// <summary>speed, in Mbit/s; -1 if the driver does not know, EINVAL if there is none.</summary>
    Speed,

    /// <summary>mtu, in bytes.</summary>
    Mtu,

    /// <summary>statistics/rx_nohandler, in packets; since Linux 4.6.</summary>
    NoHandler,

    /// <summary>The number of interfaces in bonding/slaves; bonds only.</summary>
    Slaves,

    /// <summary>Those of them whose bonding_slave/mii_status is up.</summary>
    ActiveSlaves,
}

/// <summary>The texts that a <see cref="Link"/> has, without white space around them.</summary>
internal enum LinkText
{
    /// <summary>The interface's name.</summary>
    Name,

    /// <summary>address, such as 02:42:ac:11:00:02.</summary>
    Address,

    /// <summary>broadcast.</summary>
    Broadcast,

    /// <summary>duplex: full, half or unknown; EINVAL while the interface is administratively down.</summary>
    Duplex,

    /// <summary>operstate: up, down, unknown and others (RFC 2863).</summary>
    OperState,

    /// <summary>ifalias: what <c>ip link set … alias</c> has set.</summary>
    Alias,

    /// <summary>Where the link "master" leads: the bridge, bond or team that the interface is part of.</summary>
    Master,
}
