using System.Linq;
using NetdevExporter.CommandLine;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>What an operator reads who got a flag wrong: the flag, the value, what was expected, in one line.</summary>
public sealed class OptionsErrorTests
{
    public static TheoryData<string, string, string> BadValues => new()
    {
        { "a host's name", "web.listen-address", "localhost:8080" },
        { "an empty address", "web.listen-address", "" },
        { "an empty address among others", "web.listen-address", ":1,,:2" },
        { "a bad address among good ones", "web.listen-address", ":1,x" },
        { "a comma at the end", "web.listen-address", ":1," },
        { "a path without a slash", "web.telemetry-path", "metrics" },
        { "no path", "web.telemetry-path", "" },
        { "a path that is taken", "web.telemetry-path", "/-/healthy" },
        { "a path that is taken", "web.telemetry-path", "/-/ready" },
        { "a file of the page", "web.telemetry-path", "/-/page.css" },
        { "a file of the page", "web.telemetry-path", "/-/page.js" },
        { "a file of the page", "web.telemetry-path", "/-/metrics.js" },
        { "a file of the page", "web.telemetry-path", "/-/icon.svg" },
        { "the other path that is taken", "web.telemetry-path", "/-/ready" },
        { "a query", "web.telemetry-path", "/metrics?x" },
        { "a fragment", "web.telemetry-path", "/metrics#x" },
        { "a blank", "web.telemetry-path", "/my metrics" },
        { "a path that no request can have", "web.telemetry-path", "/é" },
        { "a path that browsers shorten", "web.telemetry-path", "/a/../b" },
        { "a path that browsers shorten", "web.telemetry-path", "/." },
        { "a path that browsers change", "web.telemetry-path", "/a\\b" },
        { "no connections", "web.max-connections", "0" },
        { "one past the most connections", "web.max-connections", "4097" },
        { "connections below 0", "web.max-connections", "-1" },
        { "connections that no number holds", "web.max-connections", "99999999999" },
        { "half a connection", "web.max-connections", "1.5" },
        { "a word for a number", "web.max-connections", "many" },
        { "no number", "web.max-connections", "" },
        { "a switch that is neither on nor off", "web.disable-exporter-metrics", "maybe" },
        { "an empty switch", "once", "" },
        { "another case", "help", "TRUE" },
        { "no procfs", "path.procfs", "" },
        { "no file", "path.netdev", "" },
        { "no token file", "web.token-file", "" },
        { "no scheme", "metrics.names", "" },
        { "an unknown scheme", "metrics.names", "prometheus" },
        { "schemes have case", "metrics.names", "Node" },
        { "no name", "node.name", "" },
        { "one byte too many in a name", "node.name", new string('a', Limits.NodeNameBytesMax + 1) },
        { "a name that was no UTF-8", "node.name", "a\uFFFD" },
        { "no text file", "textfile.path", "" },
        { "a folder for a text file", "textfile.path", "/textfile" },
        { "a text file that no collector reads", "textfile.path", "/textfile/netdev.txt" },
        { "another case of .prom", "textfile.path", "/netdev.PROM" },
        {
            "one byte too many in a text file's path", "textfile.path",
            new string('a', Limits.TextFilePathBytesMax - 4) + ".prom"
        },
        { "no interval", "textfile.interval", "" },
        { "an interval of nothing", "textfile.interval", "0s" },
        { "no minutes", "textfile.interval", "0m" },
        { "one second too many", "textfile.interval", "3601" },
        { "one minute too many", "textfile.interval", "61m" },
        { "minutes that overflow", "textfile.interval", "71582789m" },
        { "an interval that no number holds", "textfile.interval", "99999999999s" },
        { "an interval below 0", "textfile.interval", "-1s" },
        { "half a second", "textfile.interval", "0.5s" },
        { "milliseconds", "textfile.interval", "500ms" },
        { "two hours", "textfile.interval", "2h" },
        { "one second more than an hour", "textfile.interval", "1h1s" },
        { "units in another order", "textfile.interval", "30s1m" },
        { "a unit twice", "textfile.interval", "1m1m" },
        { "a number after minutes without a unit", "textfile.interval", "1m0" },
        { "days", "textfile.interval", "1d" },
        { "a unit alone", "textfile.interval", "s" },
        { "a blank before the unit", "textfile.interval", "15 s" },
        { "no glob", "device.include", "" },
        { "an empty glob among others", "device.include", "a,,b" },
        { "a comma at the end of globs", "device.exclude", "a," },
        { "a class without its end", "device.exclude", "veth[" },
        { "a class without its end among others", "device.exclude", "a,veth[0-9,b" },
        { "a class without a member", "device.exclude", "veth[]" },
        { "not of a class without a member", "device.exclude", "veth[!]" },
        { "the same, with the other sign", "device.exclude", "veth[^]" },
        { "a regular expression's beginning", "device.exclude", "^veth" },
        { "a regular expression's end", "device.exclude", "eth0$" },
        { "a regular expression's choice", "device.include", "eth0|eth1" },
        { "a regular expression's group", "device.include", "(eth|en).*" },
        { "a regular expression's digit", "device.include", "eth\\d" },
        { "a shell's choice, which the comma splits", "device.include", "{eth,en}*" },
        { "globs separated by blanks", "device.exclude", "veth* docker*" },
        { "what was no UTF-8 in a glob", "device.exclude", "a\uFFFD" },
        { "a preset that there is not", "device.exclude", "@container" },
        { "the same among others", "device.include", "lo,@all" },
        { "a sign without a name", "device.include", "@" },
        { "globs without end", "device.exclude", new string('a', Limits.DeviceListLengthMax + 1) },
        { "no alias", "device.alias", "" },
        { "a name without an alias", "device.alias", "eth0" },
        { "an empty alias", "device.alias", "eth0=" },
        { "an alias of nothing", "device.alias", "=wan" },
        { "an alias of nothing among others", "device.alias", "eth0=wan,=lan" },
        { "a comma at the end of aliases", "device.alias", "eth0=wan," },
        { "two aliases at once", "device.alias", "eth0=wan=lan" },
        { "a blank in a name", "device.alias", "eth 0=wan" },
        { "a blank behind a name", "device.alias", "eth0 = wan" },
        { "a slash, which escapes in labels", "device.alias", "eth0=a/b" },
        { "an alias that was no UTF-8", "device.alias", "eth0=\uFFFD" },
        { "what the exporter itself calls an interface", "device.alias", "eth0=wan (name)" },
        { "the same within", "device.alias", "eth0=wan (name) 2" },
        { "a name twice", "device.alias", "eth0=wan,eth0=lan" },
        { "an alias twice", "device.alias", "eth0=wan,eth1=wan" },
        { "an alias twice that is a name, too", "device.alias", "b=c,a=b,d=b" },
        { "aliases without end", "device.alias", "a=" + new string('a', Limits.DeviceListLengthMax) },
        { "two lines", "metrics.names", "a\nb" },
        { "two lines, as terminals have it", "metrics.names", "a\rb" },
        { "what terminals obey", "path.netdev", "\x1B[2J\uFFFD" },
        { "what was no UTF-8", "path.procfs", "/a\uFFFD" },
        { "one address too many", "web.listen-address", ":1,:1,:1,:1,:1,:1,:1,:1,:1,:1,:1,:1,:1,:1,:1,:1,:1" },
        {
            "one byte too many in a URL's path", "web.telemetry-path",
            "/" + new string('a', Limits.TelemetryPathBytesMax)
        },
        { "one byte too many in a path", "path.netdev", new string('a', Limits.PathBytesMax + 1) },
        { "one byte too many in a token file's path", "web.token-file", new string('a', Limits.PathBytesMax + 1) },
        { "one byte too many, fewer characters", "path.procfs", new string('é', (Limits.PathBytesMax / 2) + 1) },
    };

    [Theory]
    [MemberData(nameof(BadValues))]
    public void A_bad_value_is_told_with_its_flag_and_what_was_expected(string why, string name, string value)
    {
        Option option = OptionTable.All.Single(option => option.Name == name);
        string? error = Read($"--{name}={value}");
        Assert.True(error is not null, why);
        string given = value.Replace('\n', '?').Replace('\r', '?').Replace('\x1B', '?');
        Assert.StartsWith($"--{name}={given}: ", error);
        Assert.EndsWith("expected " + option.Expected, error);
    }

    [Theory]
    [MemberData(nameof(BadValues))]
    public void A_bad_value_in_the_environment_is_told_with_its_variable(string why, string name, string value)
    {
        Option option = OptionTable.All.Single(option => option.Name == name);
        _ = OptionsParser.Parse([], [$"{option.Variable}={value}"], out string? error);
        if (option.IsCommand)
        {
            Assert.StartsWith(option.Variable + ": no such variable; ", error);
            return;
        }

        bool isNone = value.Length == 0 && !option.RejectsEmpty;
        Assert.True(isNone ? error is null : error!.StartsWith(option.Variable + "="), why);
        Assert.True(error is null || error.EndsWith("expected " + option.Expected), error);
    }

    [Theory]
    [InlineData("a flag that there is not", "--bogus: no such flag; --help lists the flags", "--bogus")]
    [InlineData("its value may be a secret", "--bogus: no such flag; --help lists the flags", "--bogus=1")]
    [InlineData("dashes alone", "--: no such flag; --help lists the flags", "--")]
    [InlineData("a part of a flag", "--web: no such flag; --help lists the flags", "--web")]
    [InlineData("no dash", "serve: expected a flag, --name=value; --help lists the flags", "serve")]
    [InlineData("nothing", ": expected a flag, --name=value; --help lists the flags", "")]
    [InlineData(
        "a switch takes no value behind a blank",
        "true: expected a flag, --name=value; --help lists the flags",
        "--once",
        "true")]
    [InlineData(
        "given twice", "--metrics.names: given twice, expected once", "--metrics.names=node", "--metrics.names=node")]
    [InlineData(
        "a flag is no value",
        "--metrics.names: no value, expected netdev, node or article",
        "--metrics.names",
        "--once")]
    [InlineData("what terminals obey", "--?[2J: no such flag; --help lists the flags", "--\x1B[2J")]
    [InlineData(
        "two commands", "--doctor: expected one command, but --once is given as well", "--once", "--doctor")]
    [InlineData(
        "two others", "--version: expected one command, but --healthcheck is given as well", "--healthcheck", "-V")]
    [InlineData("a switch given twice", "--once: given twice, expected once", "--once", "--once")]
    [InlineData("no value", "--metrics.names: no value, expected netdev, node or article", "--metrics.names")]
    [InlineData("the first error is told", "--a: no such flag; --help lists the flags", "--once", "--a", "--b")]
    public void What_is_no_flag_is_told(string why, string expected, params string[] arguments) =>
        Assert.True(expected == Read(arguments), why);

    [Theory]
    [InlineData("--device.exclude=@container", "\"@container\" is not a glob (did you mean @containers?); ")]
    [InlineData("--device.exclude=lo,veth[", "\"veth[\" is not a glob; ")]
    [InlineData("--device.alias=a=b,c", "\"c\" is not a pair; ")]
    [InlineData("--device.alias=a=b,a=c", "a=c repeats a name or an alias; ")]
    public void Of_a_list_the_wrong_item_is_told(string argument, string fault) =>
        Assert.StartsWith(argument + ": " + fault + "expected ", Read(argument));

    [Fact]
    public void An_alias_that_is_repeated_by_another_flag_is_told() =>
        Assert.StartsWith(
            "--device.alias=a=c: a=c repeats a name or an alias; ", Read("--device.alias=a=b", "--device.alias=a=c"));

    [Fact]
    public void A_flags_error_is_told_before_the_environments()
    {
        _ = OptionsParser.Parse(["--bogus"], ["NETDEV_EXPORTER_NOPE=bad"], out string? error);
        Assert.StartsWith("--bogus", error);
    }

    [Theory]
    [InlineData("web.listen-address", Limits.ListenAddressesMax)]
    [InlineData("web.telemetry-path", Limits.TelemetryPathBytesMax)]
    [InlineData("web.token-file", Limits.PathBytesMax)]
    [InlineData("path.procfs", Limits.PathBytesMax)]
    [InlineData("path.netdev", Limits.PathBytesMax)]
    [InlineData("textfile.path", Limits.TextFilePathBytesMax)]
    public void What_is_expected_tells_the_bound(string name, int bound) =>
        Assert.Contains($"at most {bound} ", OptionTable.All.Single(option => option.Name == name).Expected);

    [Fact]
    public void What_is_expected_of_connections_is_what_the_limits_say()
    {
        Option option = OptionTable.All.Single(option => option.Name == "web.max-connections");
        Assert.Equal($"a number from 1 to {Limits.ConnectionsMax}", option.Expected);
        Assert.Equal($"{Limits.ConnectionsDefault}", option.Default);
    }

    [Fact]
    public void What_is_expected_of_an_interval_is_what_the_limits_say()
    {
        Option option = OptionTable.All.Single(option => option.Name == "textfile.interval");
        Assert.StartsWith($"a time from 1s to {Limits.TextFileSecondsMax / 3600}h,", option.Expected);
        Assert.Equal($"{Limits.TextFileSecondsDefault}s", option.Default);
    }

    private static string? Read(params string[] arguments)
    {
        _ = OptionsParser.Parse(arguments, [], out string? error);
        return error;
    }
}
