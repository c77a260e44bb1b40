using NetdevExporter.Platform;
using NetdevExporter.Source;
using NetdevExporter.Sysfs;
using Xunit;

namespace NetdevExporter.Tests.Sysfs;

public sealed class LinkKindTests
{
    private const string TypeOf = "uevent=DEVTYPE=";

    /// <summary>What each kind has in sysfs; the end-to-end tests have the kernel's own.</summary>
    [Theory]
    [InlineData("loopback", "type=772")]
    [InlineData("bridge", TypeOf + "bridge\nINTERFACE=x")]
    [InlineData("bond", TypeOf + "bond\nINTERFACE=x")]
    [InlineData("vlan", TypeOf + "vlan\nINTERFACE=x", "iflink=2")]
    [InlineData("wifi", TypeOf + "wlan\nINTERFACE=x", "device=")] // though it is a device as well
    [InlineData("macvlan", TypeOf + "macvtap\nINTERFACE=x", "iflink=2")]
    [InlineData("macvlan", "iflink=2", "lower_eth0=")]
    [InlineData("veth", "iflink=2")] // the other end, here or in a container
    [InlineData("tun", "tun_flags=0x1002")]
    [InlineData("tun", "tun_flags=0x1001", "type=65534")] // ARPHRD_NONE
    [InlineData("physical", "device=")]
    [InlineData("other", "iflink=1")] // a dummy, or ifb
    [InlineData("other", TypeOf + "wireguard\nINTERFACE=x", "type=65534")]
    [InlineData("other", TypeOf + "vxlan\nINTERFACE=x", "iflink=2", "lower_eth0=")]
    [InlineData("other", "type=778", "iflink=2")] // GRE on top of an interface
    [InlineData("other", TypeOf + "bridg\nINTERFACE=x")] // a part of a word is another word
    public void A_kind_is_told_by_its_signs(string kind, params string[] files)
    {
        using SysfsTree tree = new();
        using LinkTable table = new();
        using LinkTable none = new();
        tree.Add("x", 1, files);
        new SysfsReader(tree.FullName, static _ => true).Read(table, none);
        Assert.Equal(Errno.None, table.Error);
        Assert.Equal(kind, Latin1.Text(LinkEvidence.Word(table[0].Kind)));
    }
}
