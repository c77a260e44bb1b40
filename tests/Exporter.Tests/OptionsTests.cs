using System.IO;
using System.Linq;
using NetdevExporter.CommandLine;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>Every flag of the table, and its twin in the environment.</summary>
public sealed class OptionsTests
{
    /// <summary>A flag, a value, another one, and what the options are with the first.</summary>
    public static TheoryData<string, string, string, string> Flags => new()
    {
        { "web.listen-address", "127.0.0.1:1", ":2", "addresses=127.0.0.1:1" },
        { "web.telemetry-path", "/a", "/b", "path=/a" },
        { "web.token-file", "/a", "/b", "token=/a" },
        { "web.max-connections", "4096", "1", "connections=4096" },
        { "web.disable-exporter-metrics", "true", "false", "process=False" },
        { "web.disable-compression", "true", "false", "compresses=False" },
        { "web.disable-page", "true", "false", "page=False" },
        { "path.procfs", "/a", "/b", "source=/a/1/net/dev" },
        { "path.netdev", "/a", "/b", "source=/a" },
        { "path.sysfs", "/a", "/b", "sysfs=/a" },
        { "source.allow-own", "true", "false", "own=True" },
        { "metrics.names", "node", "article", "names=node" },
        { "node.name", "a", "b", "node=a" },
        { "device.include", "eth*,wl?", "lo", "include=eth*,wl?" },
        { "device.exclude", "@containers", "lo", "exclude=@containers" },
        { "device.alias", "eth0=wan", "eth1=lan", "aliases=eth0=wan" },
        { "textfile.path", "/a.prom", "b.prom", "text=/a.prom" },
        { "textfile.interval", "1m", "15s", "seconds=60" },
        { "once", "true", "false", "command=Once" },
        { "healthcheck", "true", "false", "command=HealthCheck" },
        { "doctor", "true", "false", "command=Doctor" },
        { "version", "true", "false", "command=Version" },
        { "help", "true", "false", "command=Help" },
    };

    [Theory]
    [InlineData(":8080", 8080, 8081)]
    [InlineData(":8080,127.0.0.1:8081", 8080, 8082)] // the next is another of its own
    [InlineData(":65535", 65535, 65534)]
    public void A_free_port_is_the_next_that_no_address_has(string addresses, int port, int free)
    {
        string[] arguments = ["--web.listen-address=" + addresses];
        Assert.Equal(free, OptionsParser.Parse(arguments, [], out _).FindFreePort(port));
    }

    [Fact]
    public void These_tests_know_every_flag_of_the_table() =>
        Assert.Equal(OptionTable.All.Select(option => option.Name), Flags.Select(row => row.Data.Item1));

    [Theory]
    [MemberData(nameof(Flags))]
    public void A_flag_is_read_in_every_form(string name, string value, string other, string expected)
    {
        Assert.NotEqual(value, other);
        AssertChanged(expected, Read([$"--{name}={value}"]));
        if (OptionTable.All.Single(option => option.Name == name).IsSwitch)
        {
            AssertChanged(expected, Read([$"--{name}"]));
            AssertChanged(expected, Read([$"--{name}=1"]));
            Assert.Equal(Read([]), Read([$"--{name}=0"]));
        }
        else
        {
            AssertChanged(expected, Read([$"--{name}", value]));
        }
    }

    [Theory]
    [MemberData(nameof(Flags))]
    public void The_environment_says_the_same_and_the_flag_wins(
        string name,
        string value,
        string other,
        string expected)
    {
        if (OptionTable.All.Single(option => option.Name == name).IsCommand)
        {
            return; // no variable has it: UnknownNameTests
        }

        string variable = "NETDEV_EXPORTER_" + name.ToUpperInvariant().Replace('.', '_').Replace('-', '_');
        AssertChanged(expected, Read([], (variable, value)));
        Assert.Equal(Read([$"--{name}={value}"]), Read([], (variable, value)));
        Assert.Equal(Read([$"--{name}={value}"]), Read([$"--{name}={value}"], (variable, other)));
        Assert.Equal(Read([$"--{name}={other}"]), Read([$"--{name}={other}"], (variable, value)));
        Assert.Equal(Read([$"--{name}={value}"]), Read([$"--{name}={value}"], (variable, "\0 no value of any flag")));
        if (!OptionTable.All.Single(option => option.Name == name).RejectsEmpty)
        {
            Assert.Equal(Read([]), Read([], (variable, "")));
        }
    }

    [Fact]
    public void Without_flags_everything_is_the_default()
    {
        string procfs = Directory.Exists("/host/proc") ? "/host/proc" : "/proc";
        Assert.Equal(
            "command=Serve addresses=:8080 path=/metrics token= connections=64 process=True compresses=True page=True "
            + $"names=netdev source={procfs}/1/net/dev own=False sysfs= node= include= exclude= aliases= "
            + "text= seconds=15",
            Read([]));
    }

    [Fact]
    public void The_defaults_that_the_table_tells_are_the_defaults()
    {
        foreach (
            Option option in
                OptionTable.All.Where(option => option.Default.Length > 0 && !option.Default.Contains(' ')))
        {
            Assert.Equal(Read([]), Read([$"--{option.Name}={option.Default}"]));
        }
    }

    [Theory]
    [InlineData(
        "addresses=:1,:2,:3", "--web.listen-address=:1", "--web.listen-address", ":2,:3")] // repeatable, and by commas
    [InlineData("addresses=:1,unix:/a", "--web.listen-address=:1, unix:/a")] // a blank behind a comma
    [InlineData("include=a,b,c", "--device.include=a", "--device.include", "b, c")] // likewise
    [InlineData("exclude=@containers,lo", "--device.exclude=@containers", "--device.exclude=lo")]
    [InlineData("source=/b", "--path.netdev=/b", "--path.procfs=/a")] // the file wins over the folder
    [InlineData("source=/a/1/net/dev", "--path.procfs=/a/")] // one slash
    [InlineData("source=/1/net/dev", "--path.procfs=/")] // procfs at the root
    [InlineData("source=a=b", "--path.netdev=a=b")] // the first = ends the name
    [InlineData("path=/", "--web.telemetry-path=/")]
    [InlineData("seconds=1", "--textfile.interval=1s")] // the shortest
    [InlineData("seconds=20", "--textfile.interval=20")] // a bare number is seconds
    [InlineData("seconds=3600", "--textfile.interval=3600")] // the longest
    [InlineData("seconds=3600", "--textfile.interval=60m")] // the same
    [InlineData("seconds=3600", "--textfile.interval=1h")] // the same
    [InlineData("seconds=90", "--textfile.interval=1m30s")] // as Prometheus writes it
    [InlineData("command=Once", "--once", "--version=false")]
    [InlineData("source=-", "--path.netdev", "-")] // one dash begins no flag
    [InlineData("source=--once", "--path.netdev=--once")] // behind a = anything is a value
    public void Flags_mean_what_they_say(string expected, params string[] arguments) =>
        AssertChanged(expected, Read(arguments));

    [Theory]
    [InlineData("command=Help", "-h")]
    [InlineData("command=Version", "-v")]
    [InlineData("command=Version", "-V")]
    [InlineData("command=Help", "--once", "--help")] // help is what a user asks for who does not know the flags
    [InlineData("command=Help", "--help", "--once")]
    [InlineData("command=Help", "-h", "--help")] // the same one twice
    [InlineData("command=Doctor", "--once=false", "--doctor")] // one that is off is not a second one
    public void A_command_is_chosen(string expected, params string[] arguments) =>
        AssertChanged(expected, Read(arguments));

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    public void Help_and_version_work_whatever_the_environment_has(string command) =>
        Assert.Equal(
            Read([command]),
            Read([command], ("NETDEV_EXPORTER_NOPE", "1"), ("NETDEV_EXPORTER_METRICS_NAMES", "bogus")));

    [Fact]
    public void As_many_addresses_as_there_may_be_and_the_longest_paths_are_taken()
    {
        string addresses = string.Join(',', Enumerable.Repeat(":1", Limits.ListenAddressesMax));
        AssertChanged("addresses=" + addresses, Read(["--web.listen-address=" + addresses]));
        string path = "/" + new string('a', Limits.TelemetryPathBytesMax - 1);
        AssertChanged("path=" + path, Read(["--web.telemetry-path=" + path]));
        string file = "/a" + string.Concat(Enumerable.Repeat("é", (Limits.PathBytesMax - 2) / 2));
        AssertChanged("source=" + file, Read(["--path.netdev=" + file]));
        string text = new string('a', Limits.TextFilePathBytesMax - 5) + ".prom";
        AssertChanged("text=" + text, Read(["--textfile.path=" + text]));
    }

    [Fact]
    public void The_help_has_every_flag_its_default_and_what_it_does()
    {
        string help = Usage.Write();
        foreach (Option option in OptionTable.All)
        {
            Assert.Contains("--" + option.Name, help);
            Assert.Contains(option.Help, help);
            Assert.Contains(option.Default, help);
        }

        Assert.Contains("NETDEV_EXPORTER_WEB_LISTEN_ADDRESS", help);
    }

    private static void AssertChanged(string expected, string options)
    {
        Assert.Contains(expected, options.Split(' '));
        Assert.NotEqual(Read([]), options);
    }

    private static string Read(string[] arguments, params (string Name, string Value)[] environment)
    {
        string[] variables = [.. environment.Select(variable => $"{variable.Name}={variable.Value}")];
        Options options = OptionsParser.Parse(arguments, variables, out string? error);
        Assert.Null(error);
        string addresses = string.Join(',', options.ListenAddresses.Select(address => address.Text));
        return $"command={options.Command} addresses={addresses} path={options.TelemetryPath} "
            + $"token={options.TokenPath} connections={options.MaxConnections} "
            + $"process={options.IncludesProcessMetrics} compresses={options.Compresses} page={options.HasPage} "
            + $"names={options.Names.Name} source={options.SourcePath} "
            + $"own={options.AllowsOwn} sysfs={options.SysfsPath} node={options.NodeName} "
            + $"include={options.Included} exclude={options.Excluded} aliases={options.AliasPairs.Split(' ')[0]} "
            + $"text={options.TextFilePath} seconds={options.TextFileSeconds}";
    }
}
