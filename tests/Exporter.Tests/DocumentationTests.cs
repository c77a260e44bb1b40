using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>README.md, and src/Deploy with its index, are as long, as wide and as complete as they should be.</summary>
public sealed class DocumentationTests
{
    private const int ReadmeLinesMax = 300;
    private const int ColumnsMax = 120;

    private const string Readme = "README.md";
    private const string Index = "src/Deploy/README.md";

    /// <summary>The files that cannot begin with comments, by name, with the reason.</summary>
    private static readonly Dictionary<string, string> WithoutComments = new()
    {
        ["dashboard.json"] = "Grafana takes its own keys alone; its description says what it is for",
        ["seccomp.json"] = "JSON has no comments: the two lines are its first fields",
        ["README.md"] = "the index itself",
    };

    public static TheoryData<string> Pages { get; } = [Readme, Index];

    [Fact]
    public void README_is_short() =>
        Assert.InRange(Read(Readme).Count(character => character == '\n'), 1, ReadmeLinesMax);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Lines_are_short(string page) =>
        Assert.DoesNotContain(Read(page).Split('\n'), line => line.Length > ColumnsMax);

    /// <summary>The links between the title and the first heading are the headings, in their order.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void The_list_of_contents_is_the_headings(string page)
    {
        string top = Read(page).Split("\n## ")[0];
        string[] listed = [.. LinksOf(top).Where(link => link.Target.StartsWith('#')).Select(link => link.Target)];
        string[] headings = [.. HeadingsOf(page)];
        Assert.Equal(headings.Where(listed.Contains), listed);
        Assert.Empty(HeadingsOf(page, "##").Except(listed));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        Assert.NotEmpty(LinksOf(Read(page)));
        foreach ((string _, string target) in LinksOf(Read(page)))
        {
            string[] parts = target.Split('#');
            string folder = Path.GetDirectoryName(Repository.PathOf(page))!;
            string path = parts[0].Length == 0
                ? Repository.PathOf(page)
                : Path.GetFullPath(Path.Combine(folder, parts[0]));
            Assert.True(Path.Exists(path), target);
            Assert.True(
                parts.Length == 1 || HeadingsOf(Path.GetRelativePath(Repository.Root, path)).Contains("#" + parts[1]),
                target);
        }
    }

    [Fact]
    public void The_index_names_every_file()
    {
        string[] listed = [.. LinksOf(Read(Index)).Select(link => link.Target)];
        Assert.Empty(FilesToCopy().Where(name => name != "README.md").Except(listed));
    }

    [Fact]
    public void Each_file_begins_with_when_to_take_it_and_how_to_start_it()
    {
        Assert.Empty(WithoutComments.Keys.Except(FilesToCopy()));
        foreach (string name in FilesToCopy().Except(WithoutComments.Keys))
        {
            string[] lines = Read("src/Deploy/" + name).Split('\n');
            Assert.True(lines[0].StartsWith("# Take it ") && lines[1].StartsWith("# Start it: "), name);
            Assert.True(lines[0].EndsWith('.') && lines[1].EndsWith('.') && !lines[2].StartsWith('#'), name);
        }

        string[] profile = Read("src/Deploy/seccomp.json").Split('\n');
        Assert.StartsWith("  \"when\": \"Take it ", profile[1]);
        Assert.StartsWith("  \"start\": \"", profile[2]);
    }

    [Fact]
    public void Their_lines_are_short() => Assert.Empty(
        from name in FilesToCopy()
        from line in Read("src/Deploy/" + name).Split('\n')
        where line.Length > ColumnsMax && !(name == "dashboard.json" && IsString(line))
        select $"{name}: {line}");

    /// <summary>Whether a line of JSON is one string, which cannot be broken: an expression or a description.</summary>
    private static bool IsString(string line) => Regex.IsMatch(line, "^ +\"\\w+\": \"([^\"\\\\]|\\\\.)*\",?$");

    private static IEnumerable<string> FilesToCopy() =>
        Directory.GetFiles(Repository.PathOf("src", "Deploy")).Select(path => Path.GetFileName(path));

    private static string Read(string page) => File.ReadAllText(Repository.PathOf(page));

    /// <summary>The links of a text outside its code, as they stand: <c>[words](target)</c>.</summary>
    private static IEnumerable<(string Words, string Target)> LinksOf(string text) =>
        Regex.Matches(text, @"\[([^\]\[]+)\]\(([^)\s]+)\)")
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value))
            .Where(link => !link.Item2.Contains("://", StringComparison.Ordinal));

    /// <summary>A page's headings, as links to them are written: of one level, or of both below the title.</summary>
    private static IEnumerable<string> HeadingsOf(string page, string level = "###?")
    {
        string text = Regex.Replace(Read(page), "```.*?```", "", RegexOptions.Singleline);
        return Regex.Matches(text, $"^{level} (.+)$", RegexOptions.Multiline).Select(match =>
            "#" + Regex.Replace(match.Groups[1].Value.ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-'));
    }
}
