using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>What the published executable shows of sysfs, the real kernel's and one that hangs.</summary>
public sealed class SysfsTests
{
    [Fact]
    public void The_kernels_interfaces_are_told_by_kind_and_master()
    {
        using PrivateNetwork network = new();
        network.Run(
            "ip link add br0 type bridge; ip link add port0 type veth peer name free0; ip link set port0 master br0; "
            + "ip tuntap add tun0 mode tun; ip tuntap add tap0 mode tap; ip link set free0 alias 'to \"core\" 1/2'; "
            + "ip link set port0 up; ip link set free0 up; ip link set br0 up mtu 1400");
        using Instance exporter = network.Start("--path.sysfs=/sys");
        MetricsPage page = exporter.GetPage();
        Assert.Equal(
            [
                "br0 bridge ", "free0 veth ", "lo loopback ", "port0 veth br0", "tap0 tun ", "tun0 tun ",
            ],
            page["netdev_interface_info"].Samples.Select(
                sample => $"{sample.Labels["interface"]} {sample.Labels["kind"]} {sample.Labels["master"]}").Order());
        Assert.Equal("1400", ValueOf(page, "netdev_mtu_bytes", "br0"));
        Assert.Equal("1", ValueOf(page, "netdev_up", "free0"));
        Assert.Equal("0", ValueOf(page, "netdev_up", "tun0"));
        Assert.Equal("1250000000", ValueOf(page, "netdev_speed_bytes", "free0"));
        Assert.Equal(
            "to \"core\" 1/2",
            page["netdev_link_info"].Samples.Single(sample => sample.Labels["interface"] == "free0").Labels["ifalias"]);
        Assert.InRange(page.Value("netdev_sysfs_age_seconds"), 0, 60);
    }

    /// <summary>A FIFO without a writer holds open(2) for ever, as a lock of the kernel may for seconds.</summary>
    [Fact]
    public void A_sysfs_that_hangs_costs_the_page_only_its_families()
    {
        using SysfsTree tree = new();
        tree.Add("lo", 1, "speed");
        Tool.Succeed("mkfifo", [tree.PathOf("lo", "speed")]);
        using Instance exporter = Instance.Start("--path.sysfs", tree.FullName);
        for (int i = 0; i < 3; i++)
        {
            MetricsPage page = exporter.GetPage();
            Assert.NotEmpty(page["netdev_receive_bytes_total"].Samples);
            Assert.DoesNotContain(page.Families, family => family.Name is "netdev_up" or "netdev_sysfs_age_seconds");
        }

        Assert.Equal(200, exporter.Get("/-/ready").Status);
        Wait.Until(
            () => exporter.GetPage().Families.Count > 0
                && exporter.LogLines.Any(line => line.Contains("class/net takes long")),
            20, "a line of the log");
        Assert.Single(exporter.LogLines, line => line.Contains("class/net takes long to read"));
        Assert.Equal(0, exporter.Stop()); // while the thread hangs
    }

    /// <summary>What the server gives back before it serves must not be what a reading under way has in use.</summary>
    [Fact]
    public void A_reading_that_was_under_way_at_the_start_is_shown_when_it_goes_on()
    {
        using SysfsTree tree = new();
        tree.Add("lo", 1, "speed");
        Tool.Succeed("mkfifo", [tree.PathOf("lo", "speed")]);
        using Instance exporter = Instance.Start("--path.sysfs", tree.FullName);
        Assert.Equal(200, exporter.Get("/metrics").Status);
        System.IO.File.OpenWrite(tree.PathOf("lo", "speed")).Dispose();
        Wait.Until(
            () => exporter.GetPage().Families.Any(family => family.Name == "netdev_up"), 10, "what sysfs says of lo");
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void The_commands_do_not_hang_either()
    {
        using SysfsTree tree = new();
        tree.Add("lo", 1, "speed");
        Tool.Succeed("mkfifo", [tree.PathOf("lo", "speed")]);
        ToolResult page = Tool.Run(Machine.Executable, ["--once", "--path.sysfs", tree.FullName], seconds: 30);
        Assert.Equal(0, page.ExitCode);
        Assert.DoesNotContain(MetricsPage.Parse(page.Output).Families, family => family.Name == "netdev_up");
        ToolResult report = Tool.Run(Machine.Executable, ["--doctor", "--path.sysfs", tree.FullName], seconds: 30);
        Assert.Contains("warning     " + tree.FullName + "/class/net takes long to read", report.Output);
    }

    /// <summary>A mount of /sys/class/net alone has the names, and links that lead nowhere.</summary>
    [Fact]
    public void With_half_of_the_mounts_the_log_and_the_doctor_name_both()
    {
        const string mounts = "-v /sys/class/net:/host/sys/class/net:ro -v /sys/devices:/host/sys/devices:ro";
        using SysfsTree tree = new();
        tree.Add("lo", 1);
        System.IO.Directory.Delete(tree.PathOf("lo"), recursive: true);
        using Instance exporter = Instance.Start("--path.sysfs", tree.FullName);
        Assert.DoesNotContain(exporter.GetPage().Families, family => family.Name == "netdev_up");
        Wait.Until(() => exporter.LogLines.Any(line => line.Contains("is not mounted; mount")), 5, "a line of the log");
        Assert.Contains(mounts, exporter.Log);
        ToolResult report = Tool.Run(Machine.Executable, ["--doctor", "--path.sysfs", tree.FullName]);
        Assert.Contains("is not mounted; mount the host's: " + mounts, report.Output);
        tree.Add("lo", 1);
    }

    /// <summary>As in a container that is given its own /sys in the place of the host's.</summary>
    [Fact]
    public void Its_own_interfaces_are_never_shown_as_the_hosts()
    {
        Machine.RequireHostNetwork();
        using PrivateNetwork network = new();
        network.AddPairs(("eth0", "eth1"));
        using TemporaryFolder folder = new();
        string[] flags = ["--path.netdev=/proc/1/net/dev", "--path.sysfs=/sys", "--once"];
        ToolResult result = Tool.Run(network.Launcher[0], [.. network.Launcher[1..], Machine.Executable, .. flags]);
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("netdev_up", result.Output);
        Assert.Contains("shows this container's own interfaces, not the host's", result.Error);
    }

    [Fact]
    public void Without_sysfs_there_is_no_thread_more()
    {
        using SysfsTree tree = new();
        tree.Add("lo", 1);
        using Instance without = Instance.Start();
        using Instance with = Instance.Start("--path.sysfs", tree.FullName);
        Assert.Equal(Threads(without) + 1, Threads(with));
    }

    private static int Threads(Instance exporter) =>
        System.IO.Directory.GetDirectories($"/proc/{exporter.ProcessId}/task").Length;

    private static string ValueOf(MetricsPage page, string family, string device) =>
        page[family].Samples.Single(sample => sample.Labels["interface"] == device).Value;
}
