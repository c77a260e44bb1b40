using System.IO;
using System.Linq;

namespace NetdevExporter.EndToEnd.Comparison;

/// <summary>Interfaces of every kind, some the kernel's, some in files.</summary>
internal static class TestLinks
{
    /// <summary>Every kernel can make these: up, down, in a bridge, renamed, with an alias, of unknown speed.</summary>
    private static readonly string[] Always =
    [
        "ip link add br0 type bridge; ip link set br0 up mtu 1400",
        "ip link add empty0 type bridge; ip link set empty0 up", // no port, no speed: -1
        "ip link add port0 type veth peer name free0; ip link set port0 master br0 up; ip link set free0 up",
        "ip link add down0 type veth peer name down1; ip link set down0 up", // no carrier
        "ip link add off0 type veth peer name off1; ip link set off0 up; ip link set off1 up; ip link set off0 down",
        "ip link add before0 type veth peer name before1; ip link set before0 name after0; ip link set before1 up",
        "ip link add 'a\"b' type veth peer name 'a\\b'; ip link add 'été' type veth peer name '#x'",
        "ip link set free0 alias 'to \"core\" \\ 1/2'; ip link set down1 alias 'été'",
        "ip tuntap add tun0 mode tun; ip tuntap add tap0 mode tap; ip link set tap0 up",
        "ip link set free0 address 02:00:00:00:00:07 mtu 9000",
    ];

    /// <summary>These need a driver that a kernel may lack; the name of one comes first.</summary>
    private static readonly string[] Sometimes =
    [
        "vlan0: ip link add link free0 name vlan0 type vlan id 7; ip link set vlan0 up",
        "mac0: ip link add link free0 name mac0 type macvlan; ip link set mac0 up",
        "dummy0: ip link add dummy0 type dummy; ip link set dummy0 up",
        "ifb9: ip link add ifb9 type ifb; ip link set ifb9 up",
        "vx0: ip link add vx0 type vxlan id 5 dstport 4789 local 127.0.0.1; ip link set vx0 up",
        "wg0: ip link add wg0 type wireguard; ip link set wg0 up",
        "bond0: ip link add bond0 type bond mode active-backup miimon 100; "
            + "ip link add one0 type veth peer name one1; ip link add two0 type veth peer name two1; "
            + "ip link set one0 master bond0; ip link set two0 master bond0; ip link set one1 up; "
            + "ip link set bond0 up",
    ];

    /// <summary>A net/dev table of the interfaces of <see cref="WriteTree"/>, up to the largest numbers.</summary>
    internal static string Table =>
        NetDevText.Header + NetDevText.Row("bond0", NetDevText.Repeat(NetDevText.UlongMax))
        + NetDevText.Row("eth0", NetDevText.Repeat("9007199254740993")) + NetDevText.Row("eth1", 3)
        + NetDevText.Row("eth0.7", 4) + NetDevText.Row("eth2", 5);

    /// <summary>Adds them to a namespace; returns the names of those that not every kernel can make.</summary>
    internal static string[] Add(PrivateNetwork network)
    {
        network.Run(string.Join('\n', Always));
        return
        [
            .. Sometimes.Select(row => row.Split(": ", 2))
                .Where(row => Tool.Run(
                    network.Launcher[0], [.. network.Launcher[1..], "sh", "-e", "-c", row[1]]).ExitCode == 0)
                .Select(row => row[0]),
        ];
    }

    /// <summary>Writes a sysfs: a bond of two adapters, one of them down; a VLAN; an adapter that is down.</summary>
    internal static SysfsTree WriteTree()
    {
        SysfsTree tree = new SysfsTree()
            .Add("bond0", 2, "bonding/slaves=eth0 eth1", "speed=100000", "uevent=DEVTYPE=bond", "mtu=9000")
            .Add("eth0", 3, "bonding_slave/mii_status=up", "speed=100000", "ifalias=to \"core\" \\ 1/2")
            .Add("eth1", 4, "bonding_slave/mii_status=down", "speed=-1", "operstate=down", "carrier=0")
            .Add("eth0.7", 5, "iflink=3", "uevent=DEVTYPE=vlan", "carrier_changes=4294967295")
            .Add("eth2", 6, "flags=0x1002", "speed", "duplex", "carrier", "operstate=down", "carrier_up_count");
        File.WriteAllText(Path.Combine(tree.FullName, "class/net/bonding_masters"), "bond0\n");
        return tree.Link("bond0", "lower_eth0", "../eth0").Link("bond0", "lower_eth1", "../eth1")
            .Link("eth0", "master", "../bond0").Link("eth1", "master", "../bond0")
            .Link("eth0.7", "lower_eth0", "../eth0");
    }
}
