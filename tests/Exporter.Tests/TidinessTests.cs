using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>Style is a test, not a review comment (style.md).</summary>
public sealed class TidinessTests
{
    private const int LinesMax = 250;
    private const int ColumnsMax = 120;

    /// <summary>The product's sources and those of its unit tests, by path.</summary>
    private static readonly Dictionary<string, string> Texts = new[] { "src", "tests/Exporter.Tests" }
        .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
        .ToDictionary(path => Path.GetRelativePath(Repository.Root, path), File.ReadAllText);

    [Fact]
    public void Files_are_short() =>
        Assert.Empty(
            Texts.Where(text => text.Value.Count(character => character == '\n') > LinesMax).Select(text => text.Key));

    [Fact]
    public void Lines_are_short() => AssertNoLine(line => line.Length > ColumnsMax);

    [Fact]
    public void No_line_ends_with_a_blank() => AssertNoLine(line => line.Length > 0 && char.IsWhiteSpace(line[^1]));

    [Fact]
    public void No_line_has_a_tab() => AssertNoLine(line => line.Contains('\t'));

    [Fact]
    public void Every_file_ends_with_one_LF() =>
        Assert.All(Texts, text => Assert.True(text.Value.EndsWith('\n') && !text.Value.EndsWith("\n\n"), text.Key));

    [Fact]
    public void Nothing_is_left_to_do()
    {
        string[] marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "XX" + "X"];
        AssertNoLine(line => marks.Any(mark => SourceCode.Mentions(line, mark)));
    }

    [Fact]
    public void Unsafe_code_is_in_one_file() =>
        Assert.Equal(["Platform/NativeBuffer.cs"], WhereProductMentions("unsafe"));

    [Theory]
    [InlineData("Linq")] // allocates and is large
    [InlineData("var")] // here byte, int, ulong and spans are the meaning
    [InlineData("dynamic")]
    [InlineData("async")] // one thread, one poll(2)
    public void The_product_does_without(string word) => Assert.Empty(WhereProductMentions(word));

    [Fact]
    public void Every_limit_says_why()
    {
        string[] lines = Repository.Sources["Platform/Limits.cs"].Split('\n');
        int[] constants = [.. Enumerable.Range(0, lines.Length).Where(i => lines[i].Contains("internal const "))];
        Assert.NotEmpty(constants);
        Assert.All(constants, i => Assert.StartsWith("    /// ", lines[i - 1]));
    }

    [Fact]
    public void The_top_level_is_as_the_design_has_it()
    {
        ProcessStartInfo start = new(
            "git", ["-C", Repository.Root, "ls-files", "--cached", "--others", "--exclude-standard"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process git = Process.Start(start)!;
        string[] paths = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        Assert.SkipWhen(git.ExitCode != 0, "needs a checkout with its .git");
        Assert.Equal(
            ["Dockerfile", "Exporter.sln", "README.md", "build.sh", "compose.yml", "src", "tests"],
            paths.Select(path => path.Split('/')[0]).Where(name => name[0] != '.').Distinct().Order());
    }

    private static void AssertNoLine(Func<string, bool> isBad) =>
        Assert.Empty(
            from text in Texts
            from line in text.Value.Split('\n').Index()
            where isBad(line.Item)
            select $"{text.Key}:{line.Index + 1}");

    private static IEnumerable<string> WhereProductMentions(string word) =>
        Repository.Sources.Where(source => SourceCode.Mentions(SourceCode.Strip(source.Value), word)).Select(
            source => source.Key);
}
