using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NetdevExporter.EndToEnd.Documentation;
using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>
/// <c>--device.include</c>, <c>--device.exclude</c> and <c>--device.alias</c> on the published executable.
/// </summary>
public sealed class FilterTests : IDisposable
{
    private const string Filter = "--device.exclude=@containers,lo";
    private const string Aliases = "--device.alias=enp3s0=wan,enp4s0=to \"the\" Büro";

    private static readonly string[] Containers = ["veth1a2b3c4", "docker0", "br-0123456789ab"];

    private readonly TemporaryFolder folder = new();

    private string Dev => folder.PathOf("dev");

    public static TheoryData<string> Schemes => new(MetricNames.All.Select(names => names.Scheme));

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Every_family_has_the_interfaces_that_are_kept_by_their_aliases(string scheme)
    {
        Write(["lo", "enp3s0", .. Containers, "enp4s0", "wlan0"]);
        using Instance exporter = Instance.Start(
            "--path.netdev", Dev, Filter, Aliases, "--metrics.names=" + scheme,
            "--textfile.path", folder.PathOf("netdev.prom"));
        MetricsPage page = exporter.GetPage();
        MetricNames names = MetricNames.Of(scheme);
        Assert.All(names.Families, family => Assert.Equal(
            ["wan", "to \"the\" Büro", "wlan0"], page[family].Samples.Select(sample => sample.Labels[names.Label])));
        Assert.Equal(("3", "4", "0"), Counts(page));
        Assert.Equal((200, "ready\n"), (exporter.Get("/-/ready").Status, exporter.Get("/-/ready").Text));
        Wait.Until(() => File.Exists(folder.PathOf("netdev.prom")), 3, "the text file");
        Assert.Equal(Interfaces(page, names), Interfaces(ReadTextFile(), names));
        string printed = Tool.Succeed(
            Machine.Executable, ["--once", "--path.netdev", Dev, Filter, Aliases, "--metrics.names=" + scheme]);
        Assert.Equal(Interfaces(page, names), Interfaces(MetricsPage.Parse(printed), names));
    }

    [Fact]
    public void The_log_says_at_the_start_how_many_are_excluded()
    {
        Write(["lo", "eth0", .. Containers]);
        using Instance exporter = Instance.Start("--path.netdev", Dev, Filter);
        Assert.Contains(" interfaces=\"1\" excluded=\"4\" ", exporter.AwaitLogLines(2)[1]);
    }

    [Fact]
    public void A_filter_that_leaves_nothing_is_a_page_and_a_warning()
    {
        Write(["eth0", .. Containers]);
        using Instance exporter = Instance.Start("--path.netdev", Dev, "--device.include=none*");
        Assert.Equal(("0", "4", "0"), Counts(exporter.GetPage()));
        Assert.Equal(200, exporter.Get("/-/ready").Status);
        ToolResult doctor = Examine(exporter, "--device.include=none*");
        Assert.Equal(0, doctor.ExitCode);
        Assert.Contains("\nwarning     none* matches no interface now\n", doctor.Output);
        Assert.Contains("\nwarning     --device.include and --device.exclude leave no interface\n", doctor.Output);
        Assert.Contains("\ndropped     4 by no glob: eth0, veth1a2b3c4, docker0, br-0123456789ab\n", doctor.Output);
    }

    [Fact]
    public void The_doctor_says_which_glob_keeps_or_drops_each_interface_and_what_it_is_called()
    {
        Write(["lo", "enp3s0", .. Containers, "enp4s0", "wlan0"]);
        using Instance exporter = Instance.Start("--path.netdev", Dev);
        string output = Examine(
            exporter, "--device.include=en*,lo,x?", "--device.exclude=@containers,lo,y*",
            "--device.alias=enp3s0=wan").Output;
        string[] expected =
        [
            "dropped     1 by @containers, veth*: veth1a2b3c4",
            "dropped     1 by @containers, docker*: docker0",
            "dropped     1 by @containers, br-############: br-0123456789ab",
            "dropped     1 by lo: lo",
            "warning     y* matches no interface now",
            "kept        2 by en*: enp3s0=wan, enp4s0",
            "warning     x? matches no interface now",
            "dropped     1 by no glob: wlan0",
        ];
        Assert.Equal(expected, output.Split('\n').Where(expected.Contains));
        Assert.DoesNotContain("lo matches no", output); // excluding wins, but it matches
    }

    [Fact]
    public void The_doctor_lists_no_more_names_of_a_glob_than_of_everything()
    {
        File.WriteAllText(Dev, NetDevText.Many(1_000) + NetDevText.Row("eth0"));
        using Instance exporter = Instance.Start("--path.netdev", Dev);
        string output = Examine(exporter, "--device.exclude=@containers").Output;
        string line = output.Split('\n').Single(text => text.StartsWith("dropped "));
        Assert.StartsWith("dropped     1000 by @containers, veth*: veth0, veth1, ", line);
        Assert.EndsWith(", veth31, …", line);
        Assert.Contains("\nkept        1 by no glob: eth0\n", output);
    }

    [Theory]
    [InlineData("--once")]
    [InlineData("--web.listen-address=127.0.0.1:1")]
    public void An_alias_that_is_the_name_of_another_interface_is_exit_2_and_one_line(string flag)
    {
        Write(["eth0", "wan"]);
        ToolResult result = Tool.Run(
            Machine.Executable, [flag, "--path.netdev", Dev, "--device.alias=eth0=wan"], seconds: 5);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Equal("--device.alias: an interface is named wan; choose another alias\n", result.Error);
    }

    [Theory]
    [InlineData("eth0=wan,wan=lan", "wan, lan")] // that one has an alias, too
    [InlineData("eth0=wan,wan=eth0", "wan, eth0")] // swapped
    [InlineData("eth0=wan", "wan", "--device.exclude=wan")] // that one is not on the page
    public void It_is_none_where_no_two_would_be_called_alike(string pairs, string expected, params string[] flags)
    {
        Write(["eth0", "wan"]);
        string page = Tool.Succeed(
            Machine.Executable, ["--once", "--path.netdev", Dev, "--device.alias=" + pairs, .. flags]);
        Assert.Equal(expected, string.Join(", ", Interfaces(MetricsPage.Parse(page), MetricNames.All[0])));
    }

    [Fact]
    public void An_interface_that_appears_later_with_the_name_of_an_alias_never_makes_two_equal_series()
    {
        Write(["eth0"]);
        using Instance exporter = Instance.Start("--path.netdev", Dev, "--device.alias=eth0=wan");
        Write(["wan", "eth0"]);
        Wait.Until(() => Counts(exporter.GetPage()).Shown == "2", 4, "the file to be opened again");
        Assert.Equal(["wan (name)", "wan"], Interfaces(exporter.GetPage(), MetricNames.All[0]));
        ToolResult doctor = Examine(exporter, "--device.alias=eth0=wan");
        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains("\nwrong       --device.alias: an interface is named wan; ", doctor.Output);
        Assert.Contains("\ninterfaces  2: wan=wan (name), eth0=wan\n", doctor.Output);
    }

    /// <summary>The lines that the operators' page shows, in a real Prometheus, and the trap that they avoid.</summary>
    [Theory]
    [InlineData("as shown", "\"|en", 5.0)]
    [InlineData("without the empty text", "\"en", null)]
    public void Relabelling_keeps_the_exporters_own_series_if_the_empty_text_matches(
        string why, string beginning, double? interfaces)
    {
        Write(["lo", "enp3s0", .. Containers]);
        string shown = ReadmeBlocks.Find("yaml", "action: keep");
        Assert.Contains("\"|en", shown);
        string lines = shown.Replace("\"|en", beginning).Replace("    metric", "  metric").Replace("      - ", "  - ");
        using Instance exporter = Instance.Start("--path.netdev", Dev);
        using LocalPrometheus prometheus = new(
            [("netdev", exporter.Address.ToString()!)], PrometheusRelease.Third, null, lines);
        prometheus.AwaitAndHold(() => prometheus.TryQuery("up") == 1, 30, "a scrape");
        Assert.Equal(["enp3s0"], prometheus.LabelValues("interface", "{job=\"netdev\"}"));
        Assert.True(prometheus.TryQuery("netdev_interfaces") == interfaces, why);
        Assert.True(prometheus.TryQuery("process_open_fds") is null == interfaces is null, why);
    }

    public void Dispose() => folder.Dispose();

    private static (string? Shown, string? Excluded, string? Skipped) Counts(MetricsPage page) =>
        (page["netdev_interfaces"].Samples[0].Value, page["netdev_interfaces_excluded"].Samples[0].Value,
            page["netdev_lines_skipped"].Samples[0].Value);

    private static IEnumerable<string> Interfaces(MetricsPage page, MetricNames names) =>
        page[names.Families[^1]].Samples.Select(sample => sample.Labels[names.Label]);

    private ToolResult Examine(Instance exporter, params string[] flags) => Tool.Run(
        Machine.Executable,
        ["--doctor", "--path.netdev", Dev, "--web.listen-address=" + exporter.Address, .. flags]);

    private MetricsPage ReadTextFile() => MetricsPage.Parse(File.ReadAllText(folder.PathOf("netdev.prom")));

    /// <summary>Replaces the file, as a whole.</summary>
    private void Write(IEnumerable<string> names)
    {
        File.WriteAllText(Dev + ".new", NetDevText.Header + NetDevText.Rows([.. names]));
        File.Move(Dev + ".new", Dev, overwrite: true);
    }
}
