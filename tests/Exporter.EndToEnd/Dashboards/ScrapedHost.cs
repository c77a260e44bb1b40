using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;

namespace NetdevExporter.EndToEnd.Dashboards;

/// <summary>
/// A host with a network card, a bond that is down and loopback, with four exporters: two name schemes, each with and
/// without sysfs. The Prometheus that scrapes them is at the other end of the cable: the scrapes are the traffic.
/// </summary>
public sealed class ScrapedHost : IDisposable
{
    internal const string Netdev = "198.51.100.2:8080";
    internal const string NetdevWithoutSysfs = "198.51.100.2:8081";
    internal const string Node = "198.51.100.2:9100";
    internal const string NodeWithoutSysfs = "198.51.100.2:9101";

    /// <summary>The one interface that is a network card, as the host's sysfs has it.</summary>
    internal const string Card = "node0";

    private const int Seconds = 60;

    /// <summary>What has been started, to be ended in the opposite order.</summary>
    private readonly Stack<IDisposable> parts = [];

    private Instance[] exporters = [];
    private LocalPrometheus? prometheus;

    internal LocalPrometheus Prometheus => prometheus!;

    /// <summary>The names of all families on the pages.</summary>
    internal IReadOnlySet<string> FamilyNames =>
        exporters.SelectMany(exporter => exporter.GetPage().Families.Select(family => family.Name)).ToHashSet();

    /// <summary>Skips the test on a machine that cannot have it; otherwise, it is scraped when this returns.</summary>
    internal ScrapedHost Require()
    {
        Machine.SkipUnderEmulation("the pages are the same there, and the questions are Prometheus's");
        Machine.RequireRoot();
        if (prometheus is null)
        {
            Start();
        }

        return this;
    }

    public void Dispose()
    {
        prometheus?.Dispose();
        while (parts.TryPop(out IDisposable? part))
        {
            part.Dispose();
        }
    }

    private void Start()
    {
        PrivateNetwork outside = Keep(new PrivateNetwork());
        PrivateNetwork host = Keep(new PrivateNetwork());
        host.Join(outside, "198.51.100.2/24", "198.51.100.1/24");
        string[] sysfs = ["--path.sysfs", Keep(CreateSysfs()).FullName];
        string[] node = ["--metrics.names=node", "--node.name=the-host"];
        TemporaryFolder sockets = Keep(new TemporaryFolder());
        exporters =
        [
            .. new (string Address, string[] Flags)[]
            {
                (Netdev, sysfs), (NetdevWithoutSysfs, []), (Node, [.. node, .. sysfs]), (NodeWithoutSysfs, node),
            }.Select(exporter => Keep(Instance.StartAt(
                new UnixDomainSocketEndPoint(sockets.PathOf(exporter.Address)),
                [
                    "--path.netdev=/proc/self/net/dev", "--source.allow-own",
                    "--web.listen-address=" + exporter.Address, .. exporter.Flags,
                ],
                host.Launcher))),
        ];
        prometheus = new(
            [("netdev", $"{Netdev}, {NetdevWithoutSysfs}"), ("node-exporter", $"{Node}, {NodeWithoutSysfs}")],
            PrometheusRelease.Third, outside);
        prometheus.AwaitAndHold(
            () => prometheus.TryQuery("min(count_over_time(netdev_interfaces[30s]))") >= 5
                && prometheus.TryQuery("sum(up)") == 4
                && prometheus.TryQuery("count(netdev_interface_info)") >= 6,
            Seconds, "five scrapes of each exporter");
    }

    private static SysfsTree CreateSysfs()
    {
        SysfsTree tree = new();
        tree.Add("lo", 1, "type=772", "flags=0x9", "operstate=unknown", "speed", "duplex");
        tree.Add(Card, 2, "bonding_slave/mii_status=up");
        tree.Link(Card, "device", "../pci").Link(Card, "master", "../bond0");
        tree.Add("bond0", 3, "uevent=DEVTYPE=bond", "operstate=down", "carrier=0", "bonding/slaves=" + Card);
        return tree.Link("bond0", "lower_" + Card, "../" + Card);
    }

    private T Keep<T>(T part)
        where T : IDisposable
    {
        parts.Push(part);
        return part;
    }
}
