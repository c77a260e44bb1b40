using System;
using System.IO;
using System.Text;
using NetdevExporter.CommandLine;
using NetdevExporter.Devices;
using Xunit;

namespace NetdevExporter.Tests.Devices;

/// <summary>Which names a filter keeps.</summary>
public sealed class DeviceFilterTests
{
    [Theory]
    [InlineData("no glob keeps all", "", "", "eth0", true)]
    [InlineData("included", "eth*", "", "eth0", true)]
    [InlineData("not included", "eth*", "", "lo", false)]
    [InlineData("the second of those included", "eth*,lo", "", "lo", true)]
    [InlineData("excluded", "", "lo", "lo", false)]
    [InlineData("not excluded", "", "lo", "eth0", true)]
    [InlineData("the last of those excluded", "", "a,b,lo", "lo", false)]
    [InlineData("excluding wins", "eth*", "eth0", "eth0", false)]
    [InlineData("excluding leaves the others that are included", "eth*", "eth0", "eth1", true)]
    [InlineData("neither", "eth*", "lo", "wlan0", false)]
    [InlineData("everything excluded", "", "*", "eth0", false)]
    [InlineData("the preset", "", "@containers", "veth1a2b3c4", false)]
    [InlineData("the preset among others", "", "lo,@containers,wl*", "wlan0", false)]
    [InlineData("the preset can be included", "@containers", "", "docker0", true)]
    [InlineData("and then drops the rest", "@containers", "", "eth0", false)]
    [InlineData("a number sign is a digit in the preset alone", "", "br-############", "br-0123456789ab", true)]
    public void A_name_is_kept_or_not(string why, string included, string excluded, string name, bool isKept) =>
        Assert.True(isKept == new DeviceFilter(included, excluded).Keeps(Latin1.Bytes(name)), why);

    /// <summary>Names as the programs give them that create the interfaces.</summary>
    [Theory]
    [InlineData("docker0", "docker_gwbridge", "veth1a2b3c4", "br-0123456789ab")] // Docker
    [InlineData("podman0", "podman12", "cni-podman0", "cni0")] // Podman, containerd, k3s
    [InlineData("cali0123456789a", "vxlan.calico")] // Calico
    [InlineData("flannel.1", "flannel-wg", "flannel-v6.1")]
    [InlineData("cilium_host", "cilium_net", "cilium_vxlan", "lxc_health", "lxcf0123456789")]
    [InlineData("weave", "vethwe-bridge", "vethwepl1234567")]
    [InlineData("kube-ipvs0", "kube-bridge", "kube-dummy-if", "nodelocaldns")]
    [InlineData("azv0123456789a", "eni0123456789a", "gke0123456789a")] // clouds
    [InlineData("0123456789abcde")] // OVN-Kubernetes: fifteen digits of the sandbox
    [InlineData("lxcbr0", "lxdbr0", "incusbr0", "ve-web", "vb-web")] // LXC, LXD, Incus, nspawn
    [InlineData("virbr0", "virbr0-nic", "vnet12")] // libvirt
    public void The_preset_has_what_container_engines_create(params string[] names) =>
        Assert.All(names, name => Assert.False(new DeviceFilter("", "@containers").Keeps(Latin1.Bytes(name)), name));

    [Theory]
    [InlineData("lo", "eth0", "eno1", "enp3s0", "ens5", "enp0s31f6.100", "enx0123456789ab", "wlan0", "wlp2s0", "usb0")]
    [InlineData("bond0", "team0", "br0", "br-lan", "br-ex", "vmbr0", "vlan10", "eth0.10")] // administrators' own
    [InlineData("wg0", "tun0", "tap0", "tailscale0", "ppp0", "wwan0", "ib0", "can0", "dummy0")] // VPNs, and others
    [InlineData("0123456789abcd", "0123456789abcdg", "br-0123456789a", "br-0123456789abc", "br-0123456789AB")]
    public void The_preset_has_nothing_else(params string[] names) =>
        Assert.All(names, name => Assert.True(new DeviceFilter("", "@containers").Keeps(Latin1.Bytes(name)), name));

    [Fact]
    public void Help_and_the_operators_page_name_all_of_the_preset()
    {
        string[] globs = Encoding.UTF8.GetString(DeviceFilter.Containers).Split(',');
        string page = File.ReadAllText(Repository.PathOf("src", "Deploy", "README.md"));
        Assert.Contains(string.Join(',', globs), Usage.Write());
        Assert.All(globs, glob => Assert.Contains($"`{glob}`", page));
        Assert.All(globs, glob => Assert.Equal("", Fault(glob)));
    }

    [Fact]
    public void Deciding_allocates_nothing()
    {
        DeviceFilter filter = new("eth*,wl?n*", "lo,@containers");
        bool isKept = filter.Keeps("eth0"u8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        isKept &= filter.Keeps("eth0"u8) && !filter.Keeps("veth0"u8);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(isKept);
    }

    private static string Fault(string glob)
    {
        _ = OptionsParser.Parse(["--device.exclude=" + glob], [], out string? error);
        return error ?? "";
    }
}
