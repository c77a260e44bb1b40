using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>
/// Tables as other kernels, other systems and copies have them: shown right, or refused with the cause.
/// </summary>
public sealed class OtherTextsTests
{
    private const string Pattern =
        @"more than one interface is named bridge: the page .* \(lines that repeat a name: (\d+)\)""$";

    private const string Repeated = NetDevText.PaddedTop + NetDevText.PaddedWords;

    public static TheoryData<string> Shown =>
    [
        "Linux 5.15-rc: another first word, and wide columns",
        "FreeBSD: names cut to six bytes, so that devices share them",
        "transmit before receive",
        "tabs in the header, nothing before its bars",
        "empty lines at the end",
        "empty lines and blanks between lines",
        "the last line without LF",
        "carriage returns alone, where no line ends",
    ];

    [Theory]
    [MemberData(nameof(Shown))]
    public void A_table_that_is_not_printed_as_usual_is_shown_line_by_line(string fixture)
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("dev");
        File.WriteAllBytes(path, Latin1.Bytes(NetDevFixtures.All[fixture]));
        using Instance exporter = Instance.Start("--path.netdev", path);
        NetDevTable table = NetDevTable.Parse(NetDevFixtures.All[fixture]);
        Assert.True(table.IsOk, fixture);
        PageComparison.AssertShows(exporter.GetPage(), MetricNames.All[0], table);
    }

    [Fact]
    public void A_copy_with_CR_LF_is_refused_with_that_cause_in_page_log_and_doctor()
    {
        const string Cause = "its lines end with CR LF, as no kernel prints them: it is a copy that was converted";
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.Plain.Replace("\n", "\r\n"));
        using Instance exporter = Instance.Start("--path.netdev", path);
        WireResponse response = exporter.Get("/metrics");
        Assert.Equal(503, response.Status);
        Assert.StartsWith($"{path} is not a net/dev table: {Cause}", response.Text);
        Assert.Contains(exporter.AwaitLogLines(2), line => line.Contains(" level=warn ") && line.Contains(Cause));
        ToolResult result = Examine(path);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"\nwrong       {response.Text}", result.Output);
    }

    [Fact]
    public void A_name_of_several_interfaces_is_logged_once_until_there_is_another()
    {
        using TemporaryFolder folder = new();
        string bridges = Repeated + NetDevText.Row("bridge", 1) + NetDevText.Row("bridge", 2);
        string path = folder.Write("dev", bridges);
        using Instance exporter = Instance.Start("--path.netdev", path);
        Assert.Equal(1000, Scrape(exporter, skipped: 1)); // the first one's
        AssertWarned(exporter, "1");

        folder.Write("dev", bridges + NetDevText.Row("bridge", 3));
        Assert.Equal(1000, Scrape(exporter, skipped: 2));
        AssertWarned(exporter, "1", "2");

        folder.Write("dev", Repeated + NetDevText.Row("bridge", 4));
        Assert.Equal(4000, Scrape(exporter, skipped: 0));
        folder.Write("dev", bridges);
        Assert.Equal(1000, Scrape(exporter, skipped: 1));
        AssertWarned(exporter, "1", "2", "1");
    }

    [Fact]
    public void A_name_of_several_interfaces_is_a_warning_of_the_doctor_and_no_fault()
    {
        const string Warning =
            "\nwarning     more than one interface is named vlan10: the page shows the first one only";
        using TemporaryFolder folder = new();
        ToolResult result = Examine(folder.Write("dev", Repeated + NetDevText.Rows("lo0", "vlan10", "vlan10")));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"\ninterfaces  2: lo0, vlan10{Warning}", result.Output);
        Assert.EndsWith("\nresult      it works; see the warnings above\n", result.Output);
        Assert.DoesNotContain(Warning, Examine(folder.Write("dev", NetDevText.Plain)).Output);
    }

    /// <summary>Scrapes a few times, from when the page has that many skipped lines on.</summary>
    private static double Scrape(Instance exporter, int skipped)
    {
        Wait.Until(() => exporter.GetPage().Value("netdev_lines_skipped") == skipped, 4, "the file of now");
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(200, exporter.Get("/metrics").Status);
        }

        return double.Parse(exporter.GetPage()["netdev_receive_bytes_total"].Samples.Single().Value);
    }

    private static void AssertWarned(Instance exporter, params string[] counts)
    {
        Wait.Until(() => WarnedCounts(exporter).Length >= counts.Length, 4, "the log");
        Assert.Equal(counts, WarnedCounts(exporter));
    }

    /// <summary>The number of lines in each warning of the log.</summary>
    private static string[] WarnedCounts(Instance exporter) =>
    [
        .. exporter.LogLines.Where(line => line.Contains(" level=warn msg=\"interface names repeat\" "))
            .Select(line => Regex.Match(line, Pattern).Groups[1].Value),
    ];

    private static ToolResult Examine(string path) => Tool.Run(
        Machine.Executable,
        ["--doctor", "--path.netdev", path, "--web.listen-address", FreePort.TakeLoopback().ToString()],
        seconds: 5);
}
