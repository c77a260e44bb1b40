using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace NetdevExporter.EndToEnd.Documentation;

/// <summary>The blocks of README.md and of src/Deploy/README.md.</summary>
internal static class ReadmeBlocks
{
    private static readonly string Readme =
        File.ReadAllText(Path.Combine(Machine.Repository, "README.md")) + DeployFiles.Read("README.md");

    /// <summary>The text of the one fenced block of a language that holds these words.</summary>
    internal static string Find(string language, string words = "") =>
        Regex.Matches(Readme, $"```{language}\n(.*?)```", RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value)
            .Single(text => text.Contains(words, StringComparison.Ordinal));
}
