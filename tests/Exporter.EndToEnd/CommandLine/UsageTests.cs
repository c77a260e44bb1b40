using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.CommandLine;

/// <summary>
/// Wrong usage is one line on stderr, which names the flag or variable, the value and what was expected, and exit code
/// 2.
/// </summary>
public sealed class UsageTests
{
    public static TheoryData<string[], string[]> WrongUsages => new()
    {
        { ["--nonsense"], ["--nonsense"] },
        { ["--nonsense=1"], ["--nonsense"] },
        { ["--web.listen-addres=:80"], ["--web.listen-addres"] },
        { ["--WEB.LISTEN-ADDRESS=:80"], ["--WEB.LISTEN-ADDRESS"] },
        { ["-once"], ["-once"] },
        { ["metrics"], ["metrics"] },
        { ["--once", "stray"], ["stray"] },
        { ["--"], ["--"] },
        { ["--web.listen-address"], ["--web.listen-address"] },
        { ["--once", "--path.netdev"], ["--path.netdev"] },
        { ["--web.max-connections=0"], ["--web.max-connections", "\"0\"", "1 to 4096"] },
        { ["--web.max-connections=4097"], ["--web.max-connections", "4097", "1 to 4096"] },
        { ["--web.max-connections", "-1"], ["--web.max-connections", "-1", "1 to 4096"] },
        { ["--web.max-connections=many"], ["--web.max-connections", "many", "1 to 4096"] },
        { ["--web.max-connections="], ["--web.max-connections", "1 to 4096"] },
        { ["--web.max-connections=+5"], ["--web.max-connections", "+5", "1 to 4096"] },
        { ["--web.max-connections=5x"], ["--web.max-connections", "5x", "1 to 4096"] },
        { ["--web.max-connections=1e3"], ["--web.max-connections", "1e3", "1 to 4096"] },
        { ["--web.max-connections=18446744073709551617"], ["--web.max-connections", "18446744073709551617"] },
        { ["--web.telemetry-path=metrics"], ["--web.telemetry-path", "metrics", "/"] },
        { ["--web.telemetry-path="], ["--web.telemetry-path"] },
        { ["--web.token-file="], ["--web.token-file", "path"] },
        { ["--web.token-file"], ["--web.token-file"] },
        { ["--metrics.names=bogus"], ["--metrics.names", "bogus", "netdev", "node", "article"] },
        { ["--metrics.names=Node"], ["--metrics.names", "Node"] },
        { ["--web.disable-exporter-metrics=yes"], ["--web.disable-exporter-metrics", "yes", "true", "false"] },
        { ["--once=maybe"], ["--once", "maybe", "true", "false"] },
        { ["--once="], ["--once", "true", "false"] },
        { ["--web.max-connections=1", "--web.max-connections=2"], ["--web.max-connections", "twice"] },
        { ["--once", "--once"], ["--once", "twice"] },
        { ["--path.netdev=a", "--path.netdev=a"], ["--path.netdev", "twice"] },
    };

    public static TheoryData<string> WrongAddresses =>
    [
        "8080", "localhost:8080", "1.2.3.4", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:99999999999", "1.2.3:80",
        "256.1.1.1:80", ":", "", ":http", ":-1", ":+80", ": 80", "[::1]", "[::1:80", "::1:80", "[1.2.3.4]:80",
        "[::1]80", "unix:", "tcp://10.0.0.1:8080", "1.2.3.4:80,", ",1.2.3.4:80", "1.2.3.4:80,,1.2.3.4:81",
        "01.2.3.4:80", "0x7f000001:80", "2130706433:80",
    ];

    [Theory]
    [MemberData(nameof(WrongUsages))]
    public void Wrong_usage_is_exit_2_and_one_line_that_says_what(string[] arguments, string[] words) =>
        AssertRefused(Tool.Run(Machine.Executable, arguments, seconds: 5), words);

    [Theory]
    [MemberData(nameof(WrongAddresses))]
    public void What_is_no_address_is_exit_2_and_one_line(string address)
    {
        ToolResult result = Tool.Run(
            Machine.Executable, ["--web.listen-address", address, "--once", "--path.procfs=/proc"], seconds: 5);
        AssertRefused(result, ["--web.listen-address", address]);
    }

    [Theory]
    [InlineData("NETDEV_EXPORTER_WEB_MAX_CONNECTIONS", "many", "1 to 4096")]
    [InlineData("NETDEV_EXPORTER_WEB_LISTEN_ADDRESS", "nowhere", ":8080")]
    [InlineData("NETDEV_EXPORTER_METRICS_NAMES", "bogus", "article")]
    [InlineData("NETDEV_EXPORTER_WEB_DISABLE_EXPORTER_METRICS", "yes", "true")]
    [InlineData("NETDEV_EXPORTER_WEB_TELEMETRY_PATH", "metrics", "/")]
    public void A_bad_variable_is_named_as_the_variable_that_it_is(string name, string value, string expectation)
    {
        Dictionary<string, string?> environment = new() { [name] = value };
        ToolResult result = Tool.Run(Machine.Executable, [], seconds: 5, environment: environment);
        AssertRefused(result, [name, value, expectation]);
    }

    [Theory]
    [InlineData("NETDEV_EXPORTER_TOKEN_FILE", "NETDEV_EXPORTER_WEB_TOKEN_FILE")]
    [InlineData("netdev_exporter_web_token_file", "NETDEV_EXPORTER_WEB_TOKEN_FILE")]
    [InlineData("NETDEV_EXPORTER_PORT", "--web.listen-address=:PORT")]
    public void A_variable_that_does_not_exist_is_named_with_what_was_meant_and_without_its_value(
        string name,
        string meant)
    {
        Dictionary<string, string?> environment = new() { [name] = "s3cret" };
        ToolResult result = Tool.Run(Machine.Executable, [], seconds: 5, environment: environment);
        AssertRefused(result, [name, meant]);
        Assert.DoesNotContain("s3cret", result.Error);
    }

    [Theory]
    [InlineData("--once", "--path.procfs", "/proc", "--source.allow-own")]
    [InlineData("--once=true", "--path.procfs=/proc", "--source.allow-own", "--web.disable-exporter-metrics=false")]
    [InlineData("--path.procfs=/proc", "--source.allow-own", "--web.max-connections=4096", "--once")]
    [InlineData("--web.max-connections", "1", "--path.procfs=/proc", "--source.allow-own", "--once")]
    [InlineData("--once", "--path.procfs=/proc", "--source.allow-own", "--web.telemetry-path=/")]
    [InlineData("--once", "--path.procfs=/proc", "--source.allow-own", "--web.listen-address=:1",
        "--web.listen-address",
        "[::1]:2,unix:/a,127.0.0.1:65535")]
    public void Right_usage_is_taken(params string[] arguments)
    {
        ToolResult result = Tool.Run(Machine.Executable, arguments, seconds: 5);
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.NotEmpty(MetricsPage.Parse(result.Output).Families);
    }

    private static void AssertRefused(ToolResult result, IEnumerable<string> words)
    {
        string line = Assert.Single(result.Error.Split('\n').SkipLast(1));
        Assert.All(words, word => Assert.Contains(word.Trim('"'), line));
        Assert.Empty(result.Output);
        Assert.Equal(2, result.ExitCode);
    }
}
