using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.CommandLine;

/// <summary>What it says of itself: <c>--help</c> and <c>--version</c>.</summary>
public sealed class SelfDescriptionTests
{
    private static readonly (string Flag, string Default)[] Flags =
    [
        ("--web.listen-address", ":8080"), ("--web.telemetry-path", "/metrics"), ("--web.token-file", ""),
        ("--web.max-connections", "64"),
        ("--web.disable-exporter-metrics", ""), ("--web.disable-compression", ""),
        ("--web.disable-page", ""),
        ("--path.procfs", "/host/proc"), ("--path.netdev", ""),
        ("--path.sysfs", "/host/sys"), ("--source.allow-own", ""), ("--metrics.names", "default netdev"),
        ("--node.name", "/host/etc/hostname"), ("--device.include", "all interfaces"),
        ("--device.exclude", "br-############"), ("--device.alias", ""), ("--textfile.path", ""),
        ("--textfile.interval", "default 15s"), ("--once", ""), ("--healthcheck", ""), ("--doctor", ""),
        ("--version", ""), ("--help", ""),
    ];

    [Fact]
    public void Help_prints_every_flag_with_its_default_to_stdout()
    {
        ToolResult result = Tool.Run(Machine.Executable, ["--help"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        string[] parts = result.Output.Split("\n  --");
        Assert.Equal(Flags.Length, parts.Length - 1);
        foreach ((string flag, string defaultValue) in Flags)
        {
            string part = Assert.Single(parts, part => part.Split('=', ' ', '\n')[0] == flag[2..]);
            Assert.Contains(defaultValue, part);
        }
    }

    [Fact]
    public void Version_is_one_line_with_everything_that_build_info_says()
    {
        ToolResult result = Tool.Run(Machine.Executable, ["--version"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        string line = Assert.Single(result.Output.Split('\n').SkipLast(1));
        Assert.StartsWith("netdev-exporter ", line);

        string page = Tool.Succeed(Machine.Executable, ["--once", "--path.procfs=/proc", "--source.allow-own"]);
        MetricsSample buildInfo = Assert.Single(MetricsPage.Parse(page)["netdev_exporter_build_info"].Samples);
        Assert.Equal("1", buildInfo.Value);
        IReadOnlyDictionary<string, string> labels = buildInfo.Labels;
        Assert.Equal(["arch", "revision", "runtime", "version"], labels.Keys.Order(StringComparer.Ordinal));
        Assert.All(labels.Values, value => Assert.Contains(value, line));
        Assert.Equal("net10.0", labels["runtime"]);
        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+", labels["version"]);
        Assert.NotEmpty(labels["revision"]);
        Assert.NotEmpty(labels["arch"]);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    public void They_need_no_source_and_no_address(string flag)
    {
        ToolResult result = Tool.Run(
            Machine.Executable, [flag, "--path.netdev=/missing", "--web.listen-address=192.0.2.1:1"]);
        Assert.Equal(0, result.ExitCode);
        Assert.NotEmpty(result.Output);
    }
}
