using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>Data goes right and never comes back: what each stage may know (design.md, section 5).</summary>
public sealed class LayeringTests
{
    private static readonly Dictionary<string, string> Code =
        Repository.Sources.ToDictionary(source => source.Key, source => SourceCode.Strip(source.Value));

    [Fact]
    public void The_stages_are_Procfs_Exposition_and_Http() =>
        Assert.Equal(["", "Exposition", "Http", "Procfs"], Code.Keys.Select(FolderOf).Distinct().Order());

    [Fact]
    public void Procfs_knows_nothing_of_ours() => AssertKnowsNothingOf("Procfs", "", "Exposition", "Http");

    [Fact]
    public void Exposition_knows_Procfs_alone() => AssertKnowsNothingOf("Exposition", "", "Http");

    [Fact]
    public void Http_knows_neither_Procfs_nor_Exposition() => AssertKnowsNothingOf("Http", "Procfs", "Exposition");

    [Fact]
    public void Http_is_handed_what_it_serves_and_knows_nothing_of_what_hands_it()
    {
        string[] above =
            [
                "Program", "CommandLine", "Options", "Option", "Scrape", "Failure", "NetworkNamespace", "TableOwner",
                "Doctor", "BuildInfo", "TextFile",
            ];
        Assert.All(
            Code.Where(source => FolderOf(source.Key) == "Http"),
            source => Assert.DoesNotContain(above, type => SourceCode.Mentions(source.Value, type)));
    }

    [Fact]
    public void Namespaces_follow_folders() =>
        Assert.All(Code, source =>
        {
            string folder = FolderOf(source.Key);
            Assert.Contains(
                $"\nnamespace NetdevExporter{(folder.Length > 0 ? "." + folder : "")};\n", "\n" + source.Value);
        });

    [Fact]
    public void A_file_holds_one_type_and_is_named_after_it() =>
        Assert.All(Code, source =>
            Assert.Equal(
                [Path.GetFileNameWithoutExtension(source.Key)],
                SourceCode.FindTypes(source.Value).Select(type => type.Groups[1].Value)));

    private static string FolderOf(string path) => Path.GetDirectoryName(path)!;

    private static void AssertKnowsNothingOf(string stage, params string[] others)
    {
        string[] types =
        [
            .. Code.Keys.Where(path => others.Contains(FolderOf(path)))
                .Select(path => Path.GetFileNameWithoutExtension(path)),
        ];
        Assert.NotEmpty(types);
        foreach ((string path, string code) in Code.Where(source => FolderOf(source.Key) == stage))
        {
            Assert.DoesNotContain(
                others, other => other.Length > 0 && SourceCode.Mentions(code, "NetdevExporter." + other));
            Assert.True(
                !types.Any(type => SourceCode.Mentions(code, type)),
                $"{path} mentions {string.Join(", ", types.Where(type => SourceCode.Mentions(code, type)))}");
        }
    }
}
