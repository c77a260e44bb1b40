using System;
using System.Linq;
using NetdevExporter.Exposition;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using NetdevExporter.Source;
using NetdevExporter.Sysfs;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>What the page shows of sysfs.</summary>
public sealed class LinkSourceTests : IDisposable
{
    private readonly SysfsTree tree = new();
    private readonly SysfsThread thread;

    public LinkSourceTests() => thread = new SysfsThread(new SysfsReader(tree.FullName, static _ => true));

    /// <summary>What is new to a page in each scheme; values are those of the tree.</summary>
    public static TheoryData<string, string[]> Pages => new()
    {
        {
            "netdev",
            [
                "netdev_up{interface=\"lo\"} 1", // of unknown state, but with a carrier
                "netdev_link_info{interface=\"lo\",address=\"02:00:00:00:00:01\",adminstate=\"up\","
                    + "broadcast=\"ff:ff:ff:ff:ff:ff\",duplex=\"\",ifalias=\"a \\\"b\\\" /c\",operstate=\"unknown\"} 1",
                "netdev_carrier{interface=\"lo\"} 1",
                "netdev_carrier_changes_total{interface=\"lo\"} 5",
                "netdev_carrier_up_changes_total{interface=\"lo\"} 3",
                "netdev_carrier_down_changes_total{interface=\"lo\"} 2",
                "netdev_mtu_bytes{interface=\"lo\"} 1500",
                "netdev_ifindex{interface=\"lo\"} 1",
                "netdev_iflink{interface=\"lo\"} 9",
                "netdev_receive_nohandler_total{interface=\"lo\"} 7",
                "netdev_bonding_slaves{interface=\"lo\"} 1",
                "netdev_bonding_active{interface=\"lo\"} 0",
                "netdev_interface_info{interface=\"lo\",kind=\"bond\",master=\"br0\"} 1",
            ]
        },
        {
            "node",
            [
                "node_network_up{device=\"lo\"} 0",
                "node_network_info{device=\"lo\",address=\"02:00:00:00:00:01\",adminstate=\"up\","
                    + "broadcast=\"ff:ff:ff:ff:ff:ff\",duplex=\"\",ifalias=\"a \\\"b\\\" /c\",operstate=\"unknown\"} 1",
                "node_network_carrier{device=\"lo\"} 1",
                "node_network_carrier_changes_total{device=\"lo\"} 5",
                "node_network_carrier_up_changes_total{device=\"lo\"} 3",
                "node_network_carrier_down_changes_total{device=\"lo\"} 2",
                "node_network_speed_bytes{device=\"lo\"} -125000",
                "node_network_mtu_bytes{device=\"lo\"} 1500",
                "node_network_iface_id{device=\"lo\"} 1",
                "node_network_iface_link{device=\"lo\"} 9",
                "node_network_receive_nohandler_total{device=\"lo\"} 7",
                "node_bonding_slaves{master=\"lo\"} 1",
                "node_bonding_active{master=\"lo\"} 0",
                "netdev_interface_info{device=\"lo\",kind=\"bond\",master=\"br0\"} 1",
            ]
        },
        {
            "article",
            [
                "netdev_up{interface=\"lo\"} 1",
                "netdev_link_info{interface=\"lo\",address=\"02:00:00:00:00:01\",adminstate=\"up\","
                    + "broadcast=\"ff:ff:ff:ff:ff:ff\",duplex=\"\",ifalias=\"a \\\"b\\\" /c\",operstate=\"unknown\"} 1",
                "netdev_carrier{interface=\"lo\"} 1",
                "netdev_carrier_changes{interface=\"lo\"} 5",
                "netdev_carrier_up_changes{interface=\"lo\"} 3",
                "netdev_carrier_down_changes{interface=\"lo\"} 2",
                "netdev_mtu_bytes{interface=\"lo\"} 1500",
                "netdev_ifindex{interface=\"lo\"} 1",
                "netdev_iflink{interface=\"lo\"} 9",
                "netdev_receive_nohandler{interface=\"lo\"} 7",
                "netdev_bonding_slaves{interface=\"lo\"} 1",
                "netdev_bonding_active{interface=\"lo\"} 0",
                "netdev_interface_info{interface=\"lo\",kind=\"bond\",master=\"br0\"} 1",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_page_has_each_family_that_has_a_value(string scheme, string[] expected)
    {
        tree.Add(
            "lo", 1, "uevent=DEVTYPE=bond\nINTERFACE=lo", "bonding/slaves=a", "iflink=9", "speed=-1", "duplex",
            "operstate=unknown", "ifalias=a \"b\" /c").Link("lo", "master", "../br0");
        thread.ReadOnce();
        string[] lines = Write(scheme, Clock.Milliseconds).Text.Split('\n');
        Assert.Equal(
            expected,
            lines.Where(line => !line.StartsWith('#') && expected.Any(
                wanted => line.Split('{')[0] == wanted.Split('{')[0])));
        Assert.DoesNotContain(lines, line => line.StartsWith("netdev_speed"));
    }

    [Theory]
    [InlineData("operstate=up", "netdev", 1)]
    [InlineData("operstate=down", "netdev", 0)]
    [InlineData("operstate=dormant", "netdev", 0)]
    [InlineData("operstate=unknown carrier=0", "netdev", 0)]
    [InlineData("operstate=unknown carrier=1 flags=0x1002", "netdev", 0)] // administratively down
    [InlineData("operstate=unknown", "node", 0)]
    [InlineData("operstate=up", "node", 1)]
    public void An_interface_is_up_if_packets_can_pass(string files, string scheme, int up)
    {
        tree.Add("lo", 1, files.Split(' '));
        thread.ReadOnce();
        string name = scheme == "node" ? "node_network_up" : "netdev_up";
        Assert.Equal(up.ToString(), Write(scheme, Clock.Milliseconds)[name].Samples.Single().Value);
    }

    [Theory]
    [InlineData("10", "1250000")]
    [InlineData("400000", "50000000000")]
    [InlineData("-1", "")]
    [InlineData("0", "")]
    [InlineData("4294967295", "")] // -1, as Linux 2.6 prints it
    public void A_speed_is_in_bytes_and_left_out_if_it_is_unknown(string megabits, string bytes)
    {
        tree.Add("lo", 1, "speed=" + megabits);
        thread.ReadOnce();
        MetricsPage page = Write("netdev", Clock.Milliseconds);
        MetricsFamily? speed = page.Families.SingleOrDefault(family => family.Name == "netdev_speed_bytes");
        Assert.Equal(bytes, speed?.Samples.Single().Value ?? "");
    }

    [Fact]
    public void A_reading_that_is_too_old_costs_only_its_families()
    {
        tree.Add("lo", 1);
        thread.ReadOnce();
        long now = Clock.Milliseconds;
        MetricsPage fresh = Write("netdev", now);
        MetricsPage old = Write("netdev", now + Limits.SysfsAgeMillisecondsMax + 10);
        Assert.Equal(
            fresh.Families.Select(family => family.Name).Where(name => !IsOfSysfs(name)),
            old.Families.Select(family => family.Name));
        Assert.InRange(old.Value("netdev_sysfs_age_seconds"), 60, 70);
        thread.ReadOnce();
        Assert.Equal(
            fresh.Families.Select(family => family.Name),
            Write("netdev", Clock.Milliseconds).Families.Select(family => family.Name));
    }

    [Fact]
    public void Before_the_first_reading_the_page_has_neither_families_nor_an_age()
    {
        tree.Add("lo", 1);
        MetricsPage page = Write("netdev", Clock.Milliseconds);
        Assert.DoesNotContain(page.Families, family => IsOfSysfs(family.Name) || family.Name.Contains("sysfs"));
        Assert.Contains(page.Families, family => family.Name == "netdev_receive_bytes_total");
    }

    /// <summary>The page holds one reading while the next ones are made.</summary>
    [Fact]
    public void A_reading_stays_as_it_is_until_the_next_is_taken()
    {
        tree.Add("a", 1);
        thread.ReadOnce();
        LinkTable taken = thread.Take();
        for (int mtu = 1; mtu < 10; mtu++)
        {
            tree.Add("a", 1, $"mtu={mtu}");
            thread.ReadOnce();
            Assert.Equal(1500, taken[0][LinkValue.Mtu]);
        }

        Assert.Equal(9, thread.Take()[0][LinkValue.Mtu]);
        Assert.Same(thread.Take(), thread.Take());
    }

    /// <summary>1 % of a processor: a reading of 100 ms is followed by a pause of 10 s.</summary>
    [Fact]
    public void The_pause_is_at_least_five_seconds() => Assert.InRange(thread.ReadOnce(), 5000, 30_000);

    public void Dispose() => tree.Dispose();

    private static bool IsOfSysfs(string name) =>
        LinkFamilies.Create(NameScheme.All[0]).Any(family => family.Name == name);

    private MetricsPage Write(string scheme, long now)
    {
        using Page page = new();
        using Scrape scrape = new(
            "/proc/self/net/dev", NameScheme.All.Single(row => row.Name == scheme), withProcessMetrics: false,
            allowsOwn: true, new LinkSource(thread));
        Assert.True(scrape.TryWrite(page, now));
        return MetricsPage.Parse(Latin1.Text(page.Body));
    }
}
