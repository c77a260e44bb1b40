using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>Style is a test, not a review comment; it holds for the sources of all projects.</summary>
public sealed class TidinessTests
{
    private const int LinesMax = 250;
    private const int ColumnsMax = 120;

    /// <summary>C# without a namespace and a type.</summary>
    private const string AssemblySettings = "tests/Exporter.EndToEnd/AssemblySettings.cs";

    /// <summary>Names that stand for more than one type: every program begins in one of these.</summary>
    private static readonly string[] Namesakes = ["Program"];

    private static readonly Dictionary<string, string> Shell = Read("build.sh", "src/**.sh", "tests/**.sh");

    /// <summary>The C# of the product and of all tests, by path.</summary>
    private static readonly Dictionary<string, string> Texts = Read("src/**.cs", "tests/**.cs");

    private static readonly Dictionary<string, string> Both = Texts.Concat(Shell).ToDictionary();

    [Fact]
    public void Files_are_short() =>
        Assert.Empty(
            Texts.Where(text => text.Value.Count(character => character == '\n') > LinesMax).Select(text => text.Key));

    [Fact]
    public void Lines_are_short() => AssertNoLine(Both, line => line.Length > ColumnsMax);

    [Fact]
    public void No_line_ends_with_a_blank() =>
        AssertNoLine(Both, line => line.Length > 0 && char.IsWhiteSpace(line[^1]));

    [Fact]
    public void No_line_has_a_tab() => AssertNoLine(Both, line => line.Contains('\t'));

    [Fact]
    public void Every_file_ends_with_one_LF() =>
        Assert.All(Both, text => Assert.True(text.Value.EndsWith('\n') && !text.Value.EndsWith("\n\n"), text.Key));

    [Fact]
    public void Nothing_is_left_to_do()
    {
        string[] marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "XX" + "X"];
        AssertNoLine(Both, line => marks.Any(mark => SourceCode.Mentions(line, mark)));
    }

    [Fact]
    public void Namespaces_of_tests_follow_folders() =>
        Assert.All(TestsWithTypes, text =>
        {
            string folder = Path.GetDirectoryName(Path.GetRelativePath("tests", text.Key))!;
            string name = "NetdevExporter." + Regex.Replace(folder, "^Exporter\\.", "").Replace('/', '.');
            Assert.Contains($"\nnamespace {name};\n", "\n" + text.Value);
        });

    [Fact]
    public void A_file_of_tests_is_named_after_one_of_its_types() =>
        Assert.All(
            TestsWithTypes, text => Assert.Contains(Path.GetFileNameWithoutExtension(text.Key), TypesIn(text.Value)));

    [Fact]
    public void A_name_stands_for_one_type() =>
        Assert.Equal(
            Namesakes,
            Texts.SelectMany(text => TypesIn(text.Value)).GroupBy(name => name).Where(types => types.Count() > 1)
                .Select(types => types.Key));

    [Fact]
    public void No_document_is_named_that_is_not_in_the_repository()
    {
        Dictionary<string, string> all = Read(
            "README.md", "build.sh", "Dockerfile", "compose.yml", ".ci/**", ".github/**", "src/**", "tests/**");
        Assert.Empty(
            from text in all
            from Match document in Regex.Matches(text.Value, @"[\w/.-]*\w\.md\b")
            where !File.Exists(Repository.PathOf(document.Value))
            select $"{text.Key}: {document.Value}");
    }

    [Fact]
    public void Unsafe_code_is_in_two_files() =>
        Assert.Equal(["Platform/NativeBuffer.cs", "Platform/NativeThread.cs"], WhereProductMentions("unsafe").Order());

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
    public void The_top_level_has_these_names_and_no_other()
    {
        ToolResult git = Tool.Run(
            "git", ["-C", Repository.Root, "ls-files", "--cached", "--others", "--exclude-standard"]);
        Assert.SkipWhen(git.ExitCode != 0, "needs a checkout with its .git");
        string[] paths = git.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["Dockerfile", "Exporter.sln", "README.md", "build.sh", "compose.yml", "src", "tests"],
            paths.Select(path => path.Split('/')[0]).Where(name => name[0] != '.').Distinct().Order());
    }

    private static IEnumerable<KeyValuePair<string, string>> TestsWithTypes =>
        Texts.Where(text => text.Key.StartsWith("tests/") && text.Key != AssemblySettings);

    /// <summary>Files by their path below the root, with slashes: <c>folder/**ending</c>, or one file.</summary>
    private static Dictionary<string, string> Read(params string[] patterns) =>
        patterns.SelectMany(pattern => pattern.Split("/**") is [string folder, string ending]
                ? Directory.EnumerateFiles(Repository.PathOf(folder), "*" + ending, SearchOption.AllDirectories)
                : [Repository.PathOf(pattern)])
            .ToDictionary(path => Path.GetRelativePath(Repository.Root, path), File.ReadAllText);

    private static IEnumerable<string> TypesIn(string text) =>
        SourceCode.FindTypes(SourceCode.Strip(text)).Select(type => type.Groups[1].Value);

    private static void AssertNoLine(Dictionary<string, string> texts, Func<string, bool> isBad) =>
        Assert.Empty(
            from text in texts
            from line in text.Value.Split('\n').Index()
            where isBad(line.Item)
            select $"{text.Key}:{line.Index + 1}");

    private static IEnumerable<string> WhereProductMentions(string word) =>
        Repository.Sources.Where(source => SourceCode.Mentions(SourceCode.Strip(source.Value), word)).Select(
            source => source.Key);
}
