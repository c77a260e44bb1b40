using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;

namespace NetdevExporter.EndToEnd;

/// <summary>
/// A network namespace of one test's own, with its loopback up; needs root. What runs in it is asked by a socket file.
/// </summary>
internal sealed class PrivateNetwork : IDisposable
{
    private readonly string name = $"netdev-test-{Guid.NewGuid():n}"[..24];
    private readonly TemporaryFolder folder;

    internal PrivateNetwork()
    {
        Machine.RequireRoot();
        folder = new TemporaryFolder();
        // ip goes back to where it was afterwards. Root of a user namespace can't go back to the machine's network.
        Tool.Succeed("unshare", ["--net", "ip", "netns", "add", name]);
        Run("ip link set lo up");
    }

    /// <summary>The file by which others enter it.</summary>
    internal string FullName => "/run/netns/" + name;

    /// <summary>Joins two by a cable.</summary>
    /// <param name="address">Of this end, with its prefix: 198.51.100.1/24.</param>
    internal void Join(PrivateNetwork other, string address, string otherAddress)
    {
        Tool.Succeed("ip", ["link", "add", "node0", "netns", name, "type", "veth",
            "peer", "name", "node0", "netns", other.name]);
        Run($"ip addr add {address} dev node0; ip link set node0 up");
        other.Run($"ip addr add {otherAddress} dev node0; ip link set node0 up");
    }

    /// <summary>Runs a shell script in the namespace, which must succeed.</summary>
    internal string Run(string script, string? input = null) =>
        Tool.Succeed("ip", ["netns", "exec", name, "sh", "-e", "-c", script], input: input);

    /// <summary>
    /// Adds pairs of interfaces by their names, in the notation of printf(1): <c>\377</c> is the byte 0xFF.
    /// </summary>
    internal void AddPairs(params IEnumerable<(string One, string Other)> pairs)
    {
        foreach ((string one, string other) in pairs)
        {
            Run($"ip link add name \"$(printf '{one}')\" type veth peer name \"$(printf '{other}')\"");
        }
    }

    /// <summary>Adds a number of pairs at once.</summary>
    internal void AddManyPairs(int count) => Run(
        "ip -batch -",
        string.Concat(Enumerable.Range(0, count).Select(
            i => $"link add name many{i}a type veth peer name many{i}b\n")));

    /// <summary>The namespace's table as the kernel prints it; its characters are its bytes.</summary>
    internal string ReadTable()
    {
        string copy = folder.PathOf("table");
        Run($"cat /proc/net/dev >'{copy}'");
        return System.IO.File.ReadAllText(copy, System.Text.Encoding.Latin1);
    }

    /// <summary>What starts a program in the namespace.</summary>
    internal string[] Launcher => ["ip", "netns", "exec", name];

    /// <summary>Starts an exporter in the namespace, of the namespace's own table.</summary>
    internal Instance Start(params string[] flags) => Instance.StartAt(
        new UnixDomainSocketEndPoint(folder.PathOf("socket")),
        ["--path.netdev=/proc/self/net/dev", "--source.allow-own", .. flags],
        Launcher);

    public void Dispose()
    {
        Tool.Run("ip", ["netns", "del", name]);
        folder.Dispose();
    }
}
