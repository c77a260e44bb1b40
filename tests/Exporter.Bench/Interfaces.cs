using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NetdevExporter.Bench;

/// <summary>
/// The interfaces of the network namespace that the bench runs in: a loopback at first, then an ifb and pairs of veth,
/// each with some traffic of its own, so that no counter is 0 that is not 0 on a host.
/// </summary>
internal static class Interfaces
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int BindToDevice = 25; // SO_BINDTODEVICE
    private const int DiscardPort = 9;

    /// <summary>How many there are now.</summary>
    internal static int Count() => File.ReadLines("/proc/net/dev").Count() - 2;

    /// <summary>Makes a small host: lo, ifb0, eth0 and eth1.</summary>
    internal static void MakeFirst()
    {
        File.WriteAllText("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1"); // no packets that nobody asked for
        string commands = "link set lo up\nlink add ifb0 type ifb\nlink add eth0 type veth peer name eth1\n";
        Add(commands, ["ifb0", "eth0", "eth1"]);
    }

    /// <summary>Makes that many more, as a container engine names them.</summary>
    internal static void MakeMore(int count)
    {
        string[] names =
            [.. Enumerable.Range(Count(), count).Select(i => "veth" + Hexadecimal(0x1A2B3C4 + (i * 7919)))];
        string pairs = string.Concat(
            names.Chunk(2).Select(pair => $"link add {pair[0]} type veth peer name {pair[1]}\n"));
        Add(pairs, names);
    }

    private static string Hexadecimal(int number) => number.ToString("x7", CultureInfo.InvariantCulture);

    private static void Add(string commands, string[] names)
    {
        string up = string.Concat(names.Select(name => $"link set {name} up\n"));
        _ = Tool.Succeed("ip", ["-batch", "-"], input: commands + up);
        for (int i = 0; i < names.Length; i++)
        {
            SendSome(names[i], packets: 40 + (23 * (i % 17)), bytes: 150 + (97 * (i % 13)));
        }
    }

    private static void SendSome(string name, int packets, int bytes)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.EnableBroadcast = true;
        socket.SetRawSocketOption(SocketLevel, BindToDevice, Encoding.ASCII.GetBytes(name));
        byte[] packet = new byte[bytes];
        IPEndPoint everybody = new(IPAddress.Broadcast, DiscardPort);
        for (int i = 0; i < packets; i++)
        {
            _ = socket.SendTo(packet, everybody);
        }
    }
}
