using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NetdevExporter.EndToEnd.Boards;

/// <summary>What init.sh reported: the checks that hold, those that do not, and what was measured.</summary>
internal sealed class GuestReport
{
    private const string Good = "OK   ";
    private const string Bad = "BAD  ";
    private const string Figure = "FIGURE ";

    private readonly Dictionary<string, string> figures;

    internal GuestReport(IReadOnlyList<string> lines)
    {
        Passed = [.. Behind(lines, Good)];
        Failed = [.. Behind(lines, Bad)];
        figures = Behind(lines, Figure)
            .Select(figure => figure.Split(' ', 2))
            .ToDictionary(words => words[0], words => words[1]);
    }

    internal IReadOnlyList<string> Passed { get; }

    internal IReadOnlyList<string> Failed { get; }

    /// <summary>All that was measured, on one line.</summary>
    internal string Figures => string.Join(", ", figures.Select(figure => $"{figure.Key} {figure.Value}"));

    /// <summary>A figure as it was said; empty where it was not.</summary>
    internal string Text(string figure) => figures.GetValueOrDefault(figure, "");

    /// <summary>A figure that is a number; -1 where it was not said.</summary>
    internal int Number(string figure) =>
        int.TryParse(Text(figure), CultureInfo.InvariantCulture, out int number) ? number : -1;

    private static IEnumerable<string> Behind(IReadOnlyList<string> lines, string start) =>
        lines.Where(line => line.StartsWith(start, StringComparison.Ordinal)).Select(line => line[start.Length..]);
}
