using System;
using System.IO;
using System.Linq;
using NetdevExporter.Platform;
using NetdevExporter.Source;
using NetdevExporter.Sysfs;
using Xunit;

namespace NetdevExporter.Tests.Sysfs;

public sealed class SysfsReaderTests : IDisposable
{
    private readonly SysfsTree tree = new();
    private readonly LinkTable table = new();
    private readonly LinkTable before = new();

    private SysfsReader Reader => new(tree.FullName + "/", static _ => true);

    [Fact]
    public void Everything_of_an_interface_is_read()
    {
        tree.Add("eth0", 2, "iflink=9", "ifalias=uplink to core/1").Link("eth0", "master", "../../virtual/net/br0");
        Reader.Read(table, before);
        Assert.Equal(1, table.Count);
        long[] values = [.. Enum.GetValues<LinkValue>().Select(value => table[0][value])];
        Assert.Equal([2, 9, 0x1003, 1, 1, 5, 3, 2, 1000, 1500, 7, Link.Unknown, Link.Unknown], values);
        Assert.Equal(
            ["eth0", "02:00:00:00:00:02", "ff:ff:ff:ff:ff:ff", "full", "up", "uplink to core/1", "br0"],
            Enum.GetValues<LinkText>().Select(text => Latin1.Text(table.Text(0, text))));
        Assert.True(table.DurationNanoseconds > 0 && table.ReadAt > 0);
    }

    [Fact]
    public void What_an_interface_lacks_is_unknown_or_empty()
    {
        tree.Add("lo", 1, "speed", "duplex", "carrier", "carrier_up_count", "statistics/rx_nohandler", "uevent");
        Reader.Read(table, before);
        Assert.Equal(1, table.Count);
        Assert.Equal(
            [LinkValue.Carrier, LinkValue.CarrierUpChanges, LinkValue.Speed, LinkValue.NoHandler],
            Enum.GetValues<LinkValue>().Where(
                value => value < LinkValue.Slaves && table[0][value] == Link.Unknown));
        Assert.True(table.Text(0, LinkText.Duplex).IsEmpty);
    }

    [Fact]
    public void A_long_alias_is_whole_and_a_longer_one_is_cut()
    {
        tree.Add("a", 1, "ifalias=" + new string('x', 255)).Add("b", 2, "ifalias=" + new string('y', 5000));
        Reader.Read(table, before);
        Assert.Equal([255, 256], [Alias("a").Length, Alias("b").Length]);
    }

    [Fact]
    public void Only_interfaces_that_pass_the_filter_are_opened()
    {
        tree.Add("veth1", 1).Add("eth0", 2);
        Directory.Delete(tree.PathOf("veth1"), recursive: true); // opening it would count as unreadable
        new SysfsReader(tree.FullName, static name => name.SequenceEqual("eth0"u8)).Read(table, before);
        Assert.Equal((1, 0), (table.Count, table.UnreadableCount));
    }

    /// <summary>As when it is deleted between the listing and its reading, and when only some are mounted.</summary>
    [Fact]
    public void One_that_disappears_loses_only_itself()
    {
        tree.Add("a", 1).Add("b", 2).Add("c", 3).Add("d", 4, "ifindex");
        Directory.Delete(tree.PathOf("b"), recursive: true);
        Reader.Read(table, before);
        Assert.Equal(["a", "c"], Names().Order());
        Assert.Equal((1, Errno.None), (table.UnreadableCount, table.Error));
    }

    /// <summary>The kernel refuses only "." and ".." themselves: dev_valid_name() in linux/net/core/dev.c.</summary>
    [Fact]
    public void An_interface_may_be_called_by_a_name_that_begins_with_a_dot()
    {
        tree.Add(".eth0", 1).Add("...", 2);
        Reader.Read(table, before);
        Assert.Equal(["...", ".eth0"], Names().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_in_the_directory_is_no_interface()
    {
        tree.Add("bond0", 1);
        File.WriteAllText(Path.Combine(tree.FullName, "class", "net", "bonding_masters"), "bond0\n");
        Reader.Read(table, before);
        Assert.Equal((1, 0), (table.Count, table.UnreadableCount));
    }

    [Theory]
    [InlineData("eth0 eth1 eth2", 3, 2)]
    [InlineData("eth1", 1, 0)] // the one that is down
    [InlineData("", 0, 0)]
    [InlineData("gone", 1, 0)] // without a state: it is not active
    public void A_bond_has_the_number_of_its_slaves_and_of_the_active_ones(string slaves, int count, int active)
    {
        tree.Add("bond0", 1, "uevent=DEVTYPE=bond\nINTERFACE=bond0", "bonding/slaves=" + slaves)
            .Add("eth0", 2, "bonding_slave/mii_status=up").Add("eth1", 3, "bonding_slave/mii_status=down")
            .Add("eth2", 4, "bonding_slave/mii_status=up")
            .Link("bond0", "lower_eth0", "../eth0").Link("bond0", "lower_eth1", "../eth1")
            .Link("bond0", "slave_eth2", "../eth2"); // as up to Linux 3.12
        Reader.Read(table, before);
        int bond = Array.IndexOf(Names(), "bond0");
        Assert.Equal((count, active), (table[bond][LinkValue.Slaves], table[bond][LinkValue.ActiveSlaves]));
        Assert.Equal(Link.Unknown, table[bond == 0 ? 1 : 0][LinkValue.Slaves]);
    }

    /// <summary>The kind is remembered for the same interface, and never for another with its name or number.</summary>
    [Fact]
    public void A_kind_is_that_of_the_interface_now()
    {
        tree.Add("x", 1, "tun_flags=0x1002");
        SysfsReader reader = Reader;
        reader.Read(before, table);
        File.Delete(tree.PathOf("x", "tun_flags"));
        reader.Read(table, before);
        Assert.Equal(LinkKind.Tun, table[0].Kind); // the same: it was not looked at again
        tree.Add("x", 2, "tun_flags");
        reader.Read(before, table);
        Assert.Equal(LinkKind.Other, before[0].Kind);
    }

    [Fact]
    public void Without_the_directory_the_error_is_told_and_the_next_reading_may_succeed()
    {
        Reader.Read(table, before);
        Assert.Equal((Errno.ENOENT, 0, 0), (table.Error, table.Count, table.UnreadableCount));
        tree.Add("a", 1);
        Reader.Read(table, before);
        Assert.Equal((Errno.None, 1), (table.Error, table.Count));
    }

    /// <summary>As with the mount of /sys/class/net alone.</summary>
    [Fact]
    public void Links_that_all_lead_nowhere_are_an_error()
    {
        tree.Add("a", 1).Add("b", 2);
        Directory.Delete(Path.Combine(tree.FullName, "devices"), recursive: true);
        Reader.Read(table, before);
        Assert.Equal((Errno.ENOENT, 0, 2), (table.Error, table.Count, table.UnreadableCount));
        Directory.CreateDirectory(Path.Combine(tree.FullName, "devices"));
    }

    [Fact]
    public void A_reading_allocates_nothing_and_leaves_no_descriptor_open()
    {
        for (int i = 1; i < 40; i++)
        {
            tree.Add($"eth{i}", i, "iflink=99");
        }

        SysfsReader reader = Reader;
        reader.Read(table, before);
        reader.Read(before, table);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
        {
            reader.Read(table, before);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
        Assert.DoesNotContain(
            Directory.GetFiles("/proc/self/fd"),
            path => new FileInfo(path).LinkTarget?.StartsWith(tree.FullName) == true);
    }

    public void Dispose()
    {
        tree.Dispose();
        table.Dispose();
        before.Dispose();
    }

    /// <summary>The names in the order of the directory, which is any.</summary>
    private string[] Names() =>
        [.. Enumerable.Range(0, table.Count).Select(i => Latin1.Text(table.Text(i, LinkText.Name)))];

    private string Alias(string name) => Latin1.Text(table.Text(Array.IndexOf(Names(), name), LinkText.Alias));
}
