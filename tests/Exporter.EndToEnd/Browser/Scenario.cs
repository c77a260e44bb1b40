using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace NetdevExporter.EndToEnd.Browser;

/// <summary>The scenarios in <c>*.test.mjs</c>, which node's test runner runs.</summary>
internal static class Scenario
{
    private const int SecondsMax = 900;

    private static readonly string Folder = Path.Combine(
        Machine.Repository, "tests", "Exporter.EndToEnd", "Browser");

    private static readonly string Packages = Path.Combine(Machine.Tools, "browser");
    private static readonly string Libraries = Path.Combine(Machine.Tools, "chromium", "usr", "lib");
    private static readonly string Chromium = Path.Combine(Libraries, "chromium", "chromium-headless-shell");

    /// <summary>What node said of each file; two run at a time, as much of their time is waiting.</summary>
    private static readonly Lazy<Dictionary<string, string>> Outputs = new(
        () => FindFiles().AsParallel().WithDegreeOfParallelism(2).Select(path => (path, RunFile(path)))
            .ToDictionary(each => Path.GetFileName(each.path), each => each.Item2));

    /// <summary>The names of the scenarios, with the file that each is in.</summary>
    internal static IEnumerable<(string File, string Name)> FindAll() =>
        from path in FindFiles()
        from Match match in Regex.Matches(File.ReadAllText(path), @"^ *test\('([^']+)'", RegexOptions.Multiline)
        select (Path.GetFileName(path), match.Groups[1].Value);

    /// <summary>Runs all scenarios, once.</summary>
    /// <returns>What node says of one of them: the line of its result, which begins with "ok" or "not ok", and details;
    /// everything about its file if it did not get as far.</returns>
    internal static string Run(string file, string name)
    {
        bool isThere = Directory.Exists(Path.Combine(Packages, "node_modules")) && File.Exists(Chromium);
        Machine.Require(isThere, "Chromium and npm (tests/Exporter.EndToEnd/prepare.sh)");
        string output = Outputs.Value[file];
        Match result = Regex.Match(
            output,
            $@"^ *(not )?ok \d+ - {Regex.Escape(name)}\n(?: *---\n[\s\S]*?\n *\.\.\.\n)?",
            RegexOptions.Multiline);
        return result.Success ? result.Value.Trim() : $"{file} did not run it:\n{output}";
    }

    private static IEnumerable<string> FindFiles() => Directory.EnumerateFiles(Folder, "*.test.mjs").Order();

    private static string RunFile(string path)
    {
        string architecture = Path.GetFileName(Directory.EnumerateDirectories(Libraries, "*-linux-gnu").Single());
        string libraries = Path.Combine(Libraries, architecture);
        Dictionary<string, string?> environment = new()
        {
            ["NETDEV_EXPORTER"] = Machine.Executable,
            ["BROWSER"] = Chromium,
            ["BROWSER_PACKAGES"] = Packages,
            ["LD_LIBRARY_PATH"] = $"{libraries}:{Path.Combine(libraries, "pulseaudio")}",
        };
        try
        {
            ToolResult result = Tool.Run(
                "node", ["--test-reporter=tap", path], SecondsMax, environment: environment);
            return result.Output + result.Error;
        }
        catch (TimeoutException exception)
        {
            return exception.Message; // the other files have run
        }
    }
}
