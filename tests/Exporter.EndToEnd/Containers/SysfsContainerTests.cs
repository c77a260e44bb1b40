using System;
using System.Collections.Generic;
using System.Linq;
using NetdevExporter.EndToEnd.Documentation;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>The host's sysfs in a container that has no privilege, by the two mounts that README names.</summary>
[Collection(SharedEngine.Name)]
public sealed class SysfsContainerTests(DockerEngine engine)
{
    private const string Classes = "/sys/class/net:/host/sys/class/net:ro";
    private const string Devices = "/sys/devices:/host/sys/devices:ro";

    [Fact]
    public void With_both_mounts_it_tells_what_the_hosts_interfaces_are()
    {
        engine.Require();
        using Container container = Container.Start(
            engine, "bridge", Container.OneFile, "--volume", Classes, "--volume", Devices,
            "--security-opt", "seccomp=" + SeccompProfile.FullName);
        HostTable.AssertIsShown(container.Page);
        MetricsPage page = MetricsPage.Parse(container.Page());
        Dictionary<string, string> kinds = page["netdev_interface_info"].Samples.ToDictionary(
            sample => sample.Labels["interface"], sample => sample.Labels["kind"]);
        Assert.Equal(("loopback", "bridge"), (kinds["lo"], kinds["docker0"]));
        Assert.Contains(
            page["netdev_interface_info"].Samples,
            sample => sample.Labels["kind"] == "veth" && sample.Labels["master"] == "docker0"); // this container's own
        Assert.Contains(kinds.Values, kind => kind == "physical");
        Assert.NotEmpty(page["netdev_mtu_bytes"].Samples);
        ToolResult report = container.Execute("--doctor");
        Assert.Contains("sysfs       /host/sys/class/net, interfaces: ", report.Output);
        Assert.Contains("result      all is well", report.Output);
        Assert.DoesNotContain(" level=warn ", container.Log());
    }

    [Theory]
    [InlineData(Classes)]
    [InlineData(Devices)]
    public void With_one_of_them_it_serves_the_counters_and_names_both(string volume)
    {
        engine.Require();
        using Container container = Container.Start(engine, "bridge", Container.OneFile, "--volume", volume);
        Assert.DoesNotContain("netdev_up", container.Page(), StringComparison.Ordinal);
        Assert.Contains($"-v {Classes} -v {Devices}", container.Log());
        ToolResult report = container.Execute("--doctor");
        Assert.Equal(0, report.ExitCode);
        Assert.Contains($"-v {Classes} -v {Devices}", report.Output);
        Assert.Equal(0, container.Ask("/-/ready").ExitCode);
    }
}
