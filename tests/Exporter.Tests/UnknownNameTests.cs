using NetdevExporter.CommandLine;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>A flag or a variable that does not exist is rejected, with what was probably meant.</summary>
public sealed class UnknownNameTests
{
    [Theory]
    [InlineData("NETDEV_EXPORTER_TOKEN_FILE", "NETDEV_EXPORTER_WEB_TOKEN_FILE")]
    [InlineData("NETDEV_EXPORTER_TOKEN", "NETDEV_EXPORTER_WEB_TOKEN_FILE")]
    [InlineData("NETDEV_EXPORTER_LISTEN_ADDRESS", "NETDEV_EXPORTER_WEB_LISTEN_ADDRESS")]
    [InlineData("NETDEV_EXPORTER_WEB_LISTEN_ADRESS", "NETDEV_EXPORTER_WEB_LISTEN_ADDRESS")]
    [InlineData("NETDEV_EXPORTER_METRIC_NAMES", "NETDEV_EXPORTER_METRICS_NAMES")]
    [InlineData("NETDEV_EXPORTER_DEVICES_EXCLUDE", "NETDEV_EXPORTER_DEVICE_EXCLUDE")]
    [InlineData("NETDEV_EXPORTER_INCLUDE", "NETDEV_EXPORTER_DEVICE_INCLUDE")]
    [InlineData("NETDEV_EXPORTER_PROCFS", "NETDEV_EXPORTER_PATH_PROCFS")]
    [InlineData("NETDEV_EXPORTER_PROCFS_PATH", "NETDEV_EXPORTER_PATH_PROCFS")]
    [InlineData("NETDEV_EXPORTER_WEB.TOKEN-FILE", "NETDEV_EXPORTER_WEB_TOKEN_FILE")] // Docker passes it on
    [InlineData("netdev_exporter_web_token_file", "NETDEV_EXPORTER_WEB_TOKEN_FILE")] // case
    [InlineData("NetDev_Exporter_Web_Token_File", "NETDEV_EXPORTER_WEB_TOKEN_FILE")]
    [InlineData("NETDEV_WEB_TOKEN_FILE", "NETDEV_EXPORTER_WEB_TOKEN_FILE")] // the prefix
    [InlineData("NETDEVEXPORTER_WEB_TOKEN_FILE", "NETDEV_EXPORTER_WEB_TOKEN_FILE")]
    [InlineData("NETDEV_EXPORTERS_WEB_LISTEN_ADDRESS", "NETDEV_EXPORTER_WEB_LISTEN_ADDRESS")]
    [InlineData("NETDEV_EXPORT_METRICS_NAMES", "NETDEV_EXPORTER_METRICS_NAMES")]
    [InlineData("NETDEVMETRICS_NAMES", "NETDEV_EXPORTER_METRICS_NAMES")]
    public void A_misspelt_variable_is_rejected_with_the_nearest(string name, string nearest)
    {
        string hint = $"did you mean {nearest}?";
        Assert.Equal($"{name}: no such variable ({hint}); --help lists the flags", Read(name, "/token"));
        Assert.Null(Read(nearest, nearest.EndsWith("ADDRESS") ? ":1" : nearest.EndsWith("NAMES") ? "node" : "/token"));
    }

    [Theory]
    [InlineData("NETDEV_EXPORTER_FOO")]
    [InlineData("NETDEV_EXPORTER_")]
    [InlineData("NETDEV_EXPORTER_MY_SERVICE_HOSTS_LIST")]
    public void A_variable_that_resembles_none_is_rejected_all_the_same(string name) =>
        Assert.StartsWith(name + ": no such variable; ", Read(name, "1"));

    [Fact]
    public void The_value_of_what_is_unknown_may_be_a_secret_and_is_not_told() =>
        Assert.All(
            [Read("NETDEV_EXPORTER_TOKEN", "s3cret")!, Read(["--token=s3cret"])!],
            error => Assert.DoesNotContain("s3cret", error));

    [Theory]
    [InlineData("once")]
    [InlineData("healthcheck")]
    [InlineData("doctor")]
    [InlineData("version")]
    [InlineData("help")]
    public void A_command_is_no_variable(string command)
    {
        string name = "NETDEV_EXPORTER_" + command.ToUpperInvariant();
        Assert.Equal(
            $"{name}: no such variable; commands are flags only: --{command}", Read(name, "true"));
    }

    [Theory]
    [InlineData("NETDEV_EXPORTER_PORT", "tcp://10.96.0.10:8080")]
    [InlineData("NETDEV_EXPORTER_SERVICE_HOST", "10.96.0.10")]
    [InlineData("NETDEV_EXPORTER_SERVICE_PORT", "8080")]
    [InlineData("NETDEV_EXPORTER_SERVICE_PORT_METRICS", "8080")] // a port with a name
    [InlineData("NETDEV_EXPORTER_PORT_8080_TCP", "tcp://10.96.0.10:8080")]
    [InlineData("NETDEV_EXPORTER_PORT_8080_TCP_PROTO", "tcp")]
    [InlineData("NETDEV_EXPORTER_PORT_8080_TCP_PORT", "8080")]
    [InlineData("NETDEV_EXPORTER_PORT_8080_TCP_ADDR", "10.96.0.10")]
    [InlineData("NETDEV_EXPORTER_PORT_53_UDP_ADDR", "10.96.0.10")]
    [InlineData("NETDEV_EXPORTER_NODE_SERVICE_HOST", "10.96.0.10")] // of the service netdev-exporter-node
    [InlineData("NETDEV_EXPORTER_NODE_PORT_9100_TCP_ADDR", "10.96.0.10")]
    [InlineData("NETDEV_EXPORTER_NODE_PORT", "tcp://10.96.0.10:9100")]
    [InlineData("NETDEV_SERVICE_HOST", "10.96.0.10")] // of the service netdev
    public void What_Kubernetes_sets_for_a_service_is_not_meant_for_this_program(string name, string value) =>
        Assert.Null(Read(name, value));

    [Theory]
    [InlineData("NETDEV_EXPORTER_PORT", "9100")] // no service has a port without its protocol
    [InlineData("NETDEV_EXPORTER_PORT_TCP", "9100")]
    public void A_port_that_a_user_sets_is_rejected_with_the_listen_address(string name, string value) =>
        Assert.Contains("NETDEV_EXPORTER_PORT" == name ? "--web.listen-address=:PORT" : "no such", Read(name, value));

    [Theory]
    [InlineData("PATH")]
    [InlineData("NETDEV")]
    [InlineData("NETDEV_INTERFACES")]
    [InlineData("NETDEVICE_PLUGIN_METRICS_NAMES")]
    [InlineData("NETDEV_PLUGIN_METRICS_NAMES")]
    [InlineData("OTHER_WEB_TOKEN_FILE")]
    [InlineData("NODE_EXPORTER_WEB_LISTEN_ADDRESS")]
    public void The_variables_of_others_are_left_alone(string name) => Assert.Null(Read(name, "x"));

    [Theory]
    [InlineData("--web.listen-adress=:1", "--web.listen-address")]
    [InlineData("--listen-address", "--web.listen-address")]
    [InlineData("--web_listen_address=:1", "--web.listen-address")]
    [InlineData("--token-file=/t", "--web.token-file")]
    [InlineData("--metrics.name=node", "--metrics.names")]
    [InlineData("--health-check", "--healthcheck")]
    [InlineData("--Help", "--help")]
    [InlineData("--path.net-dev=/x", "--path.netdev")]
    [InlineData("--device.excludes=veth*", "--device.exclude")]
    [InlineData("--exclude=veth*", "--device.exclude")]
    [InlineData("--device.includes=eth0", "--device.include")]
    [InlineData("--device.aliases=eth0=wan", "--device.alias")]
    public void A_misspelt_flag_is_rejected_with_the_nearest(string argument, string nearest) =>
        Assert.Equal(
            $"{argument.Split('=')[0]}: no such flag (did you mean {nearest}?); --help lists the flags",
            Read([argument]));

    [Theory]
    [InlineData("-web.listen-address=:1", "--web.listen-address")] // as Go programs accept it
    [InlineData("healthcheck", "--healthcheck")] // a subcommand
    [InlineData("version", "--version")]
    public void What_lacks_its_dashes_is_rejected_with_the_flag(string argument, string nearest) =>
        Assert.Equal(
            $"{argument}: expected a flag, --name=value (did you mean {nearest}?); --help lists the flags",
            Read([argument]));

    [Theory]
    [InlineData("--path.rootfs=/host", "--path.procfs=ROOTFS/proc")]
    [InlineData("--path.udev.data=/rootfs/run/udev/data", "udev's data is not read")]
    [InlineData("--collector.netdev.device-exclude=^veth", "--device.exclude")]
    [InlineData("--collector.netdev.device-include", "--device.include")]
    [InlineData("--collector.netdev", "leave it out: ")]
    [InlineData("--collector.disable-defaults", "leave it out: ")]
    [InlineData("--collector.textfile.directory=/t", "--textfile.path")]
    [InlineData("--no-collector.wifi", "leave it out: ")]
    [InlineData("--log.level=debug", "leave it out: the log is logfmt")]
    [InlineData("--log.format=json", "leave it out: the log is logfmt")]
    [InlineData("--web.config.file=/w.yml", "--web.token-file")]
    [InlineData("--web.max-requests=40", "use --web.max-connections")]
    [InlineData("--web.systemd-socket", "--web.listen-address")]
    [InlineData("--runtime.gomaxprocs=1", "leave it out: ")]
    [InlineData("--port=9100", "--web.listen-address=:PORT")]
    [InlineData("--web.port=9100", "--web.listen-address=:PORT")]
    [InlineData("--collector.netdev.ignored-devices=lo", "--device.exclude")]
    [InlineData("--collector.netclass.ignored-devices=lo", "with globs in the place of regular expressions")]
    public void A_flag_of_node_exporter_is_rejected_with_what_takes_its_place(string argument, string words)
    {
        string error = Read([argument])!;
        Assert.StartsWith(argument.Split('=')[0] + ": no such flag; ", error);
        Assert.Contains(words, error);
        Assert.DoesNotContain("did you mean", error);
        string variable = "NETDEV_EXPORTER_"
            + argument.Split('=')[0][2..].ToUpperInvariant().Replace('.', '_').Replace('-', '_');
        Assert.Contains(words, Read(variable, "x"));
    }

    [Fact]
    public void Every_name_is_nearest_to_itself_and_no_name_is_too_long() =>
        Assert.All(OptionTable.All, option =>
        {
            Assert.Equal(option, Spelling.FindNearest(option.Name, withCommands: true));
            Assert.Null(Spelling.FindNearest(option.Name + new string('x', 1000), withCommands: true));
        });

    private static string? Read(string name, string value)
    {
        _ = OptionsParser.Parse([], [$"{name}={value}"], out string? error);
        return error;
    }

    private static string? Read(string[] arguments)
    {
        _ = OptionsParser.Parse(arguments, [], out string? error);
        return error;
    }
}
