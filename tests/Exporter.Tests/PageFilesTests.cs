using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using NetdevExporter.Http;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>The files of the live page, in src/Exporter/Page: small, and all that the page needs.</summary>
public sealed class PageFilesTests
{
    private const string SvgNamespace = "\"http://www.w3.org/2000/svg\"";

    private static readonly string Folder = Repository.PathOf("src", "Exporter", "Page");

    private static readonly Dictionary<string, string> Texts =
        Directory.GetFiles(Folder).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);

    public static TheoryData<string> Names => [.. Texts.Keys];

    [Fact]
    public void There_are_five_and_they_are_small()
    {
        Assert.Equal(["icon.svg", "metrics.js", "page.css", "page.html", "page.js"], Texts.Keys.Order());
        Assert.InRange(Directory.GetFiles(Folder).Sum(path => new FileInfo(path).Length), 1, Limits.PageFilesBytesMax);
        Assert.InRange(new FileInfo(Path.Combine(Folder, "page.html")).Length, 1, Limits.PageHtmlBytesMax);
    }

    [Fact]
    public void The_executable_has_each_byte_for_byte_and_a_tag_of_its_content()
    {
        AssertIs("page.html", PageFiles.Html, PageFiles.HtmlTag);
        AssertIs("page.css", PageFiles.Css, PageFiles.CssTag);
        AssertIs("page.js", PageFiles.Script, PageFiles.ScriptTag);
        AssertIs("metrics.js", PageFiles.MetricsScript, PageFiles.MetricsScriptTag);
        AssertIs("icon.svg", PageFiles.Icon, PageFiles.IconTag);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_loaded_from_elsewhere(string name)
    {
        string text = Regex.Replace(Texts[name].Replace(SvgNamespace, ""), "(^| )// .*$", "", RegexOptions.Multiline);
        Assert.DoesNotMatch("//|https?:|data:|@import", text);
        Assert.DoesNotContain(AddressesIn(text), address => !address.StartsWith("./") && !address.StartsWith('{'));
    }

    [Fact]
    public void What_the_page_loads_is_there()
    {
        Site site = new("/metrics", "/f", "v", new Http.ChangingSource());
        string loaded = Texts["page.html"] + Texts["page.js"];
        string[] addresses = [.. AddressesIn(loaded).Where(address => address[0] == '.')];
        Assert.Contains("./-/page.css", addresses);
        Assert.Contains("./-/page.js", addresses);
        Assert.Contains("./metrics.js", addresses);
        Assert.All(addresses, address => Assert.Contains(
            ["/", "/-/"], folder => site.Find(Latin1.Bytes(folder + address[2..])) is not null));
    }

    [Fact]
    public void Nothing_is_inline_in_the_page()
    {
        string html = Texts["page.html"];
        Assert.DoesNotMatch("<style", html);
        Assert.DoesNotMatch("""\s(style|on\w+)\s*=""", html);
        Assert.All(
            Regex.Matches(html, "<script[^>]*>(.*?)</script>", RegexOptions.Singleline),
            script => Assert.True(script.Groups[1].Length == 0 && script.Value.Contains(" src=")));
    }

    [Fact]
    public void The_pages_markers_are_these_and_there_is_no_other_brace()
    {
        string html = Texts["page.html"];
        string[] markers = [.. Regex.Matches(html, @"\{[^}]*\}").Select(match => match.Value)];
        Assert.Equal(["{metrics}", "{token}", "{totals}"], markers.Distinct().Order());
        Assert.InRange(markers.Count(marker => marker == "{metrics}"), 1, 3); // there is room for three
        Assert.Single(markers, marker => marker == "{totals}");
        Assert.Matches(@"(?s)<noscript>\s*\{totals\}\s*</noscript>", html);
        Assert.DoesNotMatch("[{}]", Regex.Replace(html, @"\{(metrics|token|totals)\}", ""));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_plain_text_with_short_lines(string name)
    {
        string text = Texts[name];
        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain('\uFEFF', text);
        Assert.True(text.EndsWith('\n') && !text.EndsWith("\n\n"));
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 120 && line.TrimEnd() == line, line));
    }

    private static IEnumerable<string> AddressesIn(string text) =>
        Regex.Matches(text, """(?:\b(?:href|src)=|\bfrom |\bimport )"([^"]+)"|\burl\("?([^")]+)""").Select(
            match => match.Groups[1].Value + match.Groups[2].Value).Where(address => address[0] != '#');

    private static void AssertIs(string name, ReadOnlySpan<byte> constant, ReadOnlySpan<byte> tag)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(Folder, name));
        Assert.True(constant.SequenceEqual(file), name);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(file))[..16], Latin1.Text(tag));
    }
}
