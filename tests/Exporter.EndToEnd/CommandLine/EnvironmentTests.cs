using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.CommandLine;

/// <summary>Every flag has a twin in the environment; the flag wins.</summary>
public sealed class EnvironmentTests
{
    [Fact]
    public void Variables_say_what_flags_say()
    {
        using TemporaryFolder folder = new();
        MetricsPage page = RunOnce(
            ["--once"],
            ("PATH_NETDEV", folder.Write("dev", NetDevText.Plain)),
            ("METRICS_NAMES", "node"),
            ("WEB_DISABLE_EXPORTER_METRICS", "true"),
            ("WEB_TELEMETRY_PATH", "/x"),
            ("WEB_MAX_CONNECTIONS", "7"),
            ("WEB_LISTEN_ADDRESS", "127.0.0.1:1,[::1]:2"));
        Assert.Equal("node_network_receive_bytes_total", page.Families[0].Name);
        Assert.DoesNotContain(page.Families, family => family.Name.StartsWith("process_"));
    }

    [Fact]
    public void PATH_PROCFS_says_where_procfs_is()
    {
        using TemporaryFolder folder = new();
        System.IO.Directory.CreateDirectory(folder.PathOf("1/net"));
        folder.Write("1/net/dev", NetDevText.Plain);
        Assert.Equal(2, RunOnce(["--once"], ("PATH_PROCFS", folder.FullName)).Value("netdev_interfaces"));
        Assert.Equal(2, RunOnce(["--once"], ("PATH_PROCFS", folder.FullName + "/")).Value("netdev_interfaces"));
    }

    [Fact]
    public void The_flag_wins()
    {
        using TemporaryFolder folder = new();
        string[] flags =
        [
            "--once", "--path.netdev", folder.Write("dev", NetDevText.Plain), "--metrics.names=article",
            "--web.disable-exporter-metrics=false", "--web.max-connections=5",
        ];
        MetricsPage page = RunOnce(
            flags,
            ("PATH_NETDEV", "/missing"),
            ("METRICS_NAMES", "node"),
            ("WEB_DISABLE_EXPORTER_METRICS", "true"));
        Assert.Equal("netdev_receive_bytes", page.Families[0].Name);
        Assert.Contains(page.Families, family => family.Name == "process_open_fds");
    }

    [Fact]
    public void What_Kubernetes_says_of_a_service_of_this_name_is_no_twin_of_a_flag()
    {
        MetricsPage page = RunOnce(
            ["--once", "--path.procfs=/proc", "--source.allow-own"],
            ("SERVICE_HOST", "10.0.0.1"),
            ("SERVICE_PORT", "8080"),
            ("PORT", "tcp://10.0.0.1:8080"),
            ("PORT_8080_TCP", "tcp://10.0.0.1:8080"),
            ("PORT_8080_TCP_PROTO", "tcp"));
        Assert.NotEmpty(page.Families);
    }

    [Fact]
    public void The_netdev_path_wins_over_procfs()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("dev", NetDevText.Plain);
        MetricsPage byVariable = RunOnce(["--once", "--path.procfs=/missing"], ("PATH_NETDEV", file));
        MetricsPage byFlag = RunOnce(["--once", "--path.netdev", file], ("PATH_PROCFS", "/missing"));
        Assert.Equal(2, byVariable.Value("netdev_interfaces"));
        Assert.Equal(2, byFlag.Value("netdev_interfaces"));
    }

    private static MetricsPage RunOnce(string[] flags, params (string Name, string Value)[] variables)
    {
        Dictionary<string, string?> environment = variables.ToDictionary(
            variable => "NETDEV_EXPORTER_" + variable.Name, variable => (string?)variable.Value);
        ToolResult result = Tool.Run(Machine.Executable, flags, seconds: 5, environment: environment);
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        return MetricsPage.Parse(result.Output);
    }
}
