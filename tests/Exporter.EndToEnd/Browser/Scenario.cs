using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace NetdevExporter.EndToEnd.Browser;

/// <summary>The scenarios in <c>*.test.mjs</c>, which node's test runner runs, a file at once.</summary>
internal static class Scenario
{
    private const int SecondsMax = 300;

    private static readonly string Folder = Path.Combine(
        Machine.Repository, "tests", "Exporter.EndToEnd", "Browser");

    private static readonly string Packages = Path.Combine(Machine.Tools, "browser");
    private static readonly string Libraries = Path.Combine(Machine.Tools, "chromium", "usr", "lib");
    private static readonly string Chromium = Path.Combine(Libraries, "chromium", "chromium-headless-shell");

    private static readonly ConcurrentDictionary<string, Lazy<string>> Outputs = [];

    /// <summary>The names of the scenarios, with the file that each is in.</summary>
    internal static IEnumerable<(string File, string Name)> FindAll() =>
        from path in Directory.EnumerateFiles(Folder, "*.test.mjs").Order()
        from Match match in Regex.Matches(File.ReadAllText(path), @"^ *test\('([^']+)'", RegexOptions.Multiline)
        select (Path.GetFileName(path), match.Groups[1].Value);

    /// <summary>Runs a file's scenarios, once.</summary>
    /// <returns>What node says of one of them: the line of its result, and its details; empty if it says nothing.
    /// </returns>
    internal static string Run(string file, string name)
    {
        bool isThere = Directory.Exists(Path.Combine(Packages, "node_modules")) && File.Exists(Chromium);
        Machine.Require(isThere, "Chromium and npm (tests/Exporter.EndToEnd/prepare.sh)");
        string output = Outputs.GetOrAdd(file, path => new Lazy<string>(() => RunFile(path))).Value;
        Match result = Regex.Match(
            output, $@"^ *(not )?ok \d+ - {Regex.Escape(name)}\n(?: *---\n[\s\S]*?\n *\.\.\.\n)?", RegexOptions.Multiline);
        return result.Success ? result.Value.Trim() : $"{file} did not run it:\n{output}";
    }

    private static string RunFile(string file)
    {
        string architecture = Path.GetFileName(Directory.EnumerateDirectories(Libraries, "*-linux-gnu").Single());
        string libraries = Path.Combine(Libraries, architecture);
        ToolResult result = Tool.Run(
            "node",
            ["--test-reporter=tap", Path.Combine(Folder, file)],
            SecondsMax,
            environment: new Dictionary<string, string?>
            {
                ["NETDEV_EXPORTER"] = Machine.Executable,
                ["BROWSER"] = Chromium,
                ["BROWSER_PACKAGES"] = Packages,
                ["LD_LIBRARY_PATH"] = $"{libraries}:{Path.Combine(libraries, "pulseaudio")}",
            });
        return result.Output + result.Error;
    }
}
