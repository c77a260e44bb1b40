using System;
using System.IO;
using System.Linq;
using NetdevExporter.CommandLine;
using NetdevExporter.Exposition;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>The tables of README.md and of src/Deploy/README.md are the program's.</summary>
public sealed class ReadmeTests
{
    private const long Now = 1_000_000;

    private static readonly string Text =
        File.ReadAllText(Repository.PathOf("README.md"))
        + File.ReadAllText(Repository.PathOf("src", "Deploy", "README.md"));

    /// <summary>The rows of all tables, each as its cells.</summary>
    private static readonly string[][] Rows =
    [
        .. Text.Split('\n').Where(line => line.StartsWith("| "))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
    ];

    [Fact]
    public void The_flags_and_their_defaults_are_the_programs()
    {
        string[] none = ["none", "off", "-"];
        Assert.Equal(
            OptionTable.All.Select(option => $"`--{option.Name}` {option.Default}"),
            Rows.Where(row => row[0].StartsWith("`--"))
                .Select(row => (row[0], Default: row[1].Replace("`", "")))
                .Select(row => $"{row.Item1} {(none.Contains(row.Default) ? "" : row.Default)}"));
    }

    /// <summary>A line has 120 columns: README may end at a semicolon, and say the rest below the table.</summary>
    [Fact]
    public void The_flags_mean_what_the_help_says() =>
        Assert.All(
            OptionTable.All.Zip(Rows.Where(row => row[0].StartsWith("`--")).Select(row => row[2].Replace("`", ""))),
            pair => Assert.Contains(pair.Second, new[] { pair.First.Help, pair.First.Help.Split(';')[0] }));

    [Fact]
    public void The_limits_are_the_programs()
    {
        string[] limits =
        [
            $"interfaces on a page: {Limits.DevicesMax:N0}; beyond that, 503",
            $"open connections: {Limits.ConnectionsDefault}, or up to {Limits.ConnectionsMax} by",
            $"a token file: {Limits.TokenFileBytesMax / 1024} KiB",
            $"the text file's interval: 1 s to {Limits.TextFileSecondsMax / 60} minutes.",
            $"a request's head: {Limits.HeadBytesMax / 1024} KiB, and {Limits.HeadSeconds} s from its first byte",
            $"a connection without a request: {Limits.IdleSeconds / 60} minutes",
            $"a response that is not taken: {Limits.ResponseSeconds} s",
            $"pages in memory: {Limits.PagesMax}, and {Limits.PagesMax} compressed, however many clients read slowly",
            $"what the kernel keeps of requests: {2 * Limits.ReceiveBufferBytes / 1024} KiB a connection",
            $"what the kernel keeps of answers: {(2 * Limits.SendBufferBytes / 1024) + 64} KiB a connection; 64 KiB if",
            $"a page that is sent compressed: {Limits.GzipPageBytesMin:N0} bytes (13 to 15 interfaces) or more,",
        ];
        string[] rows = [.. Rows.Where(row => row.Length == 2).Select(row => $"{row[0]}: {row[1]}")];
        Assert.All(limits, limit => Assert.Contains(rows, row => row.StartsWith(limit, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_paths_are_the_programs() =>
        Assert.All(
            ["/metrics", Site.HealthyPath, Site.ReadyPath, "/"],
            path => Assert.Contains(Rows, row => row[0] == $"`{path}`"));

    [Fact]
    public void The_metrics_are_the_programs_in_every_scheme() =>
        Assert.Equal(
            Enumerable.Range(0, NetDevColumn.Count).Select(column =>
                string.Join(' ', NameScheme.All.Select(scheme => $"`{NameOf(scheme, column)}`"))),
            Rows.Where(row => row[0].StartsWith("`netdev_receive_") || row[0].StartsWith("`netdev_transmit_"))
                .Where(row => row.Length == 3 && !row[0].Contains("nohandler"))
                .Select(row => string.Join(' ', row.Take(3))));

    [Fact]
    public void The_families_of_sysfs_are_the_programs()
    {
        Family[] own = LinkFamilies.Create(NameScheme.All[0]);
        Family[] nodes = LinkFamilies.Create(NameScheme.All[1]);
        Assert.All(own.Zip(nodes), pair => Assert.Contains(Rows, row =>
            row[0] == $"`{pair.First.Name}`"
            && (row[1].Split(',')[0] == $"`{pair.Second.Name}`"
                || (row[1] == "the same" && pair.First.Name == pair.Second.Name))));
    }

    [Fact]
    public void The_schemes_are_told_with_their_labels() =>
        Assert.Contains(
            NameScheme.All.Select(
                scheme => $"`{scheme.Name}`, label `{scheme.Label}`"),
            heading => Rows.Any(row => row.Contains(heading)));

    [Fact]
    public void Every_other_family_of_a_page_is_mentioned()
    {
        using Scrape scrape = new("/proc/self/net/dev", NameScheme.All[0], withProcessMetrics: true, allowsOwn: true);
        using Page page = new();
        Assert.True(scrape.TryWrite(page, Now));
        string[] families =
        [
            .. MetricsPage.Parse(Latin1.Text(page.Body)).Families.Select(family => family.Name)
                .Skip(NetDevColumn.Count),
        ];
        Assert.Equal(11, families.Length);
        Assert.All(
            families, family => Assert.True(Text.Contains($"`{family}`") || Text.Contains($"`{family}{{"), family));
    }

    [Fact]
    public void The_environments_form_is_shown() => Assert.Contains(OptionTable.All[0].Variable, Text);

    private static string NameOf(NameScheme scheme, int column) =>
        scheme.FamilyName(NetDevColumn.All[column]);
}
