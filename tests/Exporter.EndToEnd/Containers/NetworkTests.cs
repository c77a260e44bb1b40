using System;
using Xunit;
using Xunit.Sdk;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>The promise: whatever network the container is in, the page shows the host's interfaces.</summary>
[Collection(SharedEngine.Name)]
public sealed class NetworkTests(DockerEngine engine)
{
    private const string UserDefined = "netdev-exporter-test";

    [Theory]
    [InlineData(UserDefined)]
    [InlineData("bridge")]
    [InlineData("none")]
    public void The_page_shows_the_hosts_table_not_the_containers(string network)
    {
        engine.Require();
        using IDisposable? created = network == UserDefined ? new UserDefinedNetwork(engine, network) : null;
        using Container container = Container.Start(engine, network, Container.OneFile);
        MetricsPage page = HostTable.AssertIsShown(container.Page);

        // The trap: what the container says of itself is another table, and reading it succeeds.
        string[] own = HostTable.InterfacesOf(HostTable.Read(container.Pid));
        Assert.NotEqual(own, HostTable.InterfacesOf(page));
        ToolResult trap = container.Execute("--once", "--path.netdev=/proc/net/dev", "--source.allow-own");
        Assert.Equal(own, HostTable.InterfacesOf(MetricsPage.Parse(trap.Output)));
        Assert.ThrowsAny<XunitException>(() => HostTable.AssertIsShown(() => trap.Output));
    }

    [Fact]
    public void In_the_hosts_network_the_page_shows_the_hosts_table_too()
    {
        engine.Require();
        using Container container = Container.Start(engine, "host", Container.OneFile);
        HostTable.AssertIsShown(container.Page);
    }

    [Fact]
    public void The_host_reaches_the_page_by_the_containers_address()
    {
        engine.Require();
        using Container container = Container.Start(engine, "bridge", Container.OneFile);
        HostTable.AssertIsShown(() => container.PageFromHost("bridge"));
    }

    [Fact]
    public void The_host_reaches_the_page_by_a_port_of_its_own()
    {
        engine.Require();
        string address = $"127.0.0.1:{FreePort.Take()}";
        using Container container = Container.Start(
            engine, "bridge", Container.OneFile, "--publish", address + ":8080");
        HostTable.AssertIsShown(() => Tool.Succeed(
            "curl", ["--silent", "--show-error", "--fail", "--max-time", "5", $"http://{address}/metrics"]));
    }

    [Theory]
    [InlineData("/proc/1/net/dev:/host/proc/1/net/dev:ro")] // the one to recommend
    [InlineData("/proc/1/net:/host/proc/1/net:ro")]
    [InlineData("/proc:/host/proc:ro")]
    [InlineData("/:/host:ro,rslave")] // the article's
    public void The_page_shows_the_hosts_table_with_the_mount(string volume)
    {
        engine.Require();
        using Container container = Container.Start(engine, "bridge", volume);
        MetricsPage page = HostTable.AssertIsShown(container.Page);
        Assert.NotEqual(HostTable.InterfacesOf(HostTable.Read(container.Pid)), HostTable.InterfacesOf(page));
        Assert.Equal(0, container.Ask("/-/ready").ExitCode);
    }

    private sealed class UserDefinedNetwork : IDisposable
    {
        private readonly DockerEngine engine;
        private readonly string name;

        internal UserDefinedNetwork(DockerEngine engine, string name)
        {
            (this.engine, this.name) = (engine, name);
            engine.Docker("network", "create", name);
        }

        public void Dispose() => engine.Docker("network", "rm", name);
    }
}
