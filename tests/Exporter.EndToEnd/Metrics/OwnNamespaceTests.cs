using System.IO;
using System.Net.Sockets;
using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>
/// In namespaces of its own, as in a container on a bridge: with the host's procfs beside its own it shows the host's
/// interfaces, and without it, it does not pretend to.
/// </summary>
public sealed class OwnNamespaceTests
{
    private static readonly string[] Unshare =
        ["--pid", "--mount", "--fork", "--kill-child", "sh", "-e", "-c"];

    [Fact]
    public void Beside_the_hosts_procfs_it_shows_the_hosts_interfaces()
    {
        Machine.RequireRoot();
        Machine.RequireHostNetwork();
        using TemporaryFolder folder = new();
        string host = Directory.CreateDirectory(folder.PathOf("host")).FullName;
        using Instance exporter = Start(folder, $"--path.procfs={host}");
        Assert.Equal("ready\n", exporter.AwaitStatus("/-/ready", 200).Text);
        MetricsPage page = HostTable.AssertIsShown(() => exporter.Get("/metrics").Text);
        Assert.Equal(["lo"], HostTable.InterfacesOf(HostTable.Read(exporter.ChildProcessId())));
        Assert.NotEqual(["lo"], HostTable.InterfacesOf(page));
    }

    [Fact]
    public void With_nothing_but_its_own_procfs_it_has_no_page_and_says_why()
    {
        Machine.RequireRoot();
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.PathOf("host"));
        using Instance exporter = Start(folder, "--path.procfs=/proc");
        WireResponse ready = exporter.Get("/-/ready");
        Assert.Equal(503, ready.Status);
        Assert.Contains("own interfaces", ready.Text);
        Assert.Contains("; start it with --path.netdev=" + folder.PathOf("host/1/net/dev"), ready.Text);
        WireResponse page = exporter.Get("/metrics");
        Assert.Equal((503, ready.Text), (page.Status, page.Text));
        Assert.Contains(ready.Text.TrimEnd(), exporter.AwaitLogLines(2)[^1]);
        Assert.Equal(200, exporter.Get("/-/healthy").Status);
        ToolResult check = Tool.Run(
            Machine.Executable, ["--healthcheck", "--web.listen-address", Instance.Flag(exporter.Address)]);
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("own interfaces", check.Output + check.Error);
    }

    /// <summary>In the host's procfs too, these are the reader's own: <c>net</c> links to <c>self/net</c>.</summary>
    [Theory]
    [InlineData("net/dev")]
    [InlineData("self/net/dev")]
    public void The_traps_in_the_hosts_procfs_are_not_taken_for_the_hosts_table(string trap)
    {
        Machine.RequireRoot();
        Machine.RequireHostNetwork();
        using TemporaryFolder folder = new();
        string host = Directory.CreateDirectory(folder.PathOf("host")).FullName;
        using Instance exporter = Start(folder, $"--path.netdev={host}/{trap}");
        foreach (string path in (string[])["/metrics", "/-/ready"])
        {
            WireResponse response = exporter.Get(path);
            Assert.Equal(503, response.Status);
            Assert.EndsWith($"; start it with --path.netdev={host}/1/net/dev\n", response.Text);
        }

        Assert.Contains("own interfaces", exporter.Get("/").Text);
        using Instance mended = Start(folder, $"--path.netdev={host}/1/net/dev", socket: "mended");
        Assert.Equal("host", mended.GetPage()["netdev_source_info"].Samples[0].Labels["namespace"]);
    }

    [Fact]
    public void Where_it_is_allowed_its_own_table_is_served_as_such()
    {
        Machine.RequireRoot();
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.PathOf("host"));
        using Instance exporter = Start(folder, "--source.allow-own");
        Assert.Equal("ready\n", exporter.Get("/-/ready").Text);
        MetricsPage page = exporter.GetPage();
        Assert.Equal(["lo"], HostTable.InterfacesOf(page));
        Assert.Equal("own", page["netdev_source_info"].Samples[0].Labels["namespace"]);
    }

    /// <summary>A container in a container: the table of the outer one is neither its own nor the machine's.</summary>
    [Theory]
    [InlineData("outer/1/net/dev", "unknown")]
    [InlineData("host/1/net/dev", "host")]
    public void In_a_namespace_in_a_namespace_the_outer_one_is_not_called_the_host(string path, string owner)
    {
        Machine.RequireRoot();
        Machine.RequireHostNetwork();
        using TemporaryFolder folder = new();
        string outer = Directory.CreateDirectory(folder.PathOf("outer")).FullName;
        string host = Directory.CreateDirectory(folder.PathOf("host")).FullName;
        const string Namespaces = "unshare --net --pid --mount --fork --kill-child sh -e -c";
        string script = $"mount --rbind /proc '{host}'; mount -t proc proc /proc; mount --rbind /proc '{outer}'; "
            + $"{Namespaces} 'mount -t proc proc /proc; exec \"$0\" \"$@\"' \"$0\" \"$@\"; exit $?"; // process 1 stays
        ToolResult result = Tool.Run(
            "unshare",
            ["--net", .. Unshare, script, Machine.Executable, "--once", "--path.netdev=" + folder.PathOf(path)]);
        Assert.Equal("", result.Error);
        MetricsSample source = MetricsPage.Parse(result.Output)["netdev_source_info"].Samples[0];
        Assert.Equal((folder.PathOf(path), owner), (source.Labels["path"], source.Labels["namespace"]));
    }

    /// <summary>As with <c>network_mode: host</c>, with and without a mount.</summary>
    [Theory]
    [InlineData("/proc/1/net/dev")]
    [InlineData("HOST/1/net/dev")]
    public void In_the_hosts_network_its_own_table_is_the_hosts(string path)
    {
        Machine.RequireRoot();
        Machine.RequireHostNetwork();
        using TemporaryFolder folder = new();
        string host = Directory.CreateDirectory(folder.PathOf("host")).FullName;
        using Instance exporter = Start(folder, "--path.netdev=" + path.Replace("HOST", host), network: "--ipc");
        Assert.Equal("ready\n", exporter.AwaitStatus("/-/ready", 200).Text);
        Assert.Equal("host", exporter.GetPage()["netdev_source_info"].Samples[0].Labels["namespace"]);
    }

    /// <summary>Starts it with the host's procfs at <c>host</c>, and its own at /proc.</summary>
    private static Instance Start(
        TemporaryFolder folder, string flag, string network = "--net", string socket = "socket")
    {
        string mounts = $"mount --rbind /proc '{folder.PathOf("host")}'; mount -t proc proc /proc; ";
        return Instance.StartAt(
            new UnixDomainSocketEndPoint(folder.PathOf(socket)),
            [flag],
            ["unshare", network, .. Unshare, mounts + "exec \"$0\" \"$@\""]);
    }
}
