using System.IO;
using System.Linq;
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
        using TemporaryFolder folder = new();
        string host = Directory.CreateDirectory(folder.PathOf("host")).FullName;
        using Instance exporter = Start(folder, $"--path.procfs={host}");
        Assert.Equal("ready\n", exporter.AwaitStatus("/-/ready", 200).Text);
        string before = File.ReadAllText("/proc/1/net/dev");
        MetricsPage page = exporter.GetPage();
        string after = File.ReadAllText("/proc/1/net/dev");
        Assert.Equal(["lo"], Interfaces(File.ReadAllText($"/proc/{exporter.ChildProcessId()}/net/dev")));
        string[] shown = [.. page.Families[0].Samples.Select(sample => sample.Labels["interface"])];
        Assert.Contains(shown, new[] { Interfaces(before), Interfaces(after) }); // others may come and go meanwhile
        Assert.NotEqual(["lo"], shown);
    }

    [Fact]
    public void With_nothing_but_its_own_procfs_it_is_not_ready_and_says_why()
    {
        Machine.RequireRoot();
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.PathOf("host"));
        using Instance exporter = Start(folder, "--path.procfs=/proc");
        WireResponse ready = exporter.Get("/-/ready");
        Assert.Equal(503, ready.Status);
        Assert.Contains("/proc/1/net/dev", ready.Text);
        Assert.Contains("own interfaces", ready.Text);
        Assert.Equal(200, exporter.Get("/-/healthy").Status);
        CommandResult check = Command.Run(
            Machine.Executable, ["--healthcheck", "--web.listen-address", Instance.Flag(exporter.Address)]);
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("own interfaces", check.Output + check.Error);
    }

    /// <summary>In the host's procfs too, these are the reader's own table: <c>net</c> is a link to <c>self/net</c>.</summary>
    [Theory]
    [InlineData("net/dev")]
    [InlineData("self/net/dev")]
    public void The_traps_in_the_hosts_procfs_are_not_taken_for_the_hosts_table(string trap)
    {
        Machine.RequireRoot();
        using TemporaryFolder folder = new();
        string host = Directory.CreateDirectory(folder.PathOf("host")).FullName;
        using Instance exporter = Start(folder, $"--path.netdev={host}/{trap}");
        Assert.Equal(["lo"], exporter.GetPage().Families[0].Samples.Select(sample => sample.Labels["interface"]));
        Assert.Contains("own interfaces", exporter.AwaitStatus("/-/ready", 503).Text);
        Assert.Contains("own interfaces", exporter.Get("/").Text);
    }

    /// <summary>As with <c>network_mode: host</c>, with and without a mount.</summary>
    [Theory]
    [InlineData("/proc/1/net/dev")]
    [InlineData("HOST/1/net/dev")]
    public void In_the_hosts_network_its_own_table_is_the_hosts(string path)
    {
        Machine.RequireRoot();
        using TemporaryFolder folder = new();
        string host = Directory.CreateDirectory(folder.PathOf("host")).FullName;
        using Instance exporter = Start(folder, "--path.netdev=" + path.Replace("HOST", host), network: "--ipc");
        Assert.Equal("ready\n", exporter.AwaitStatus("/-/ready", 200).Text);
    }

    /// <summary>Starts it with the host's procfs at <c>host</c>, and its own at /proc.</summary>
    private static Instance Start(TemporaryFolder folder, string flag, string network = "--net") => Instance.StartAt(
        new UnixDomainSocketEndPoint(folder.PathOf("socket")),
        [flag],
        ["unshare", network, .. Unshare, $"mount --rbind /proc '{folder.PathOf("host")}'; mount -t proc proc /proc; exec \"$0\" \"$@\""]);

    private static string[] Interfaces(string table) => [.. NetDevTable.Parse(table).Rows.Select(row => row.Label)];
}
