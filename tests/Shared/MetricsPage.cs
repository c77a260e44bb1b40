using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace NetdevExporter.Shared;

/// <summary>
/// A page in the text format 0.0.4, read slowly and strictly: each family has HELP, then TYPE, then its samples and
/// nothing else, and comes once; no sample comes twice or has a time stamp; each line ends with LF.
/// </summary>
/// <remarks>Source: Prometheus, "Exposition formats".</remarks>
internal sealed class MetricsPage
{
    private static readonly Regex Help = new("^# HELP ([a-z_]+) (.+)$", RegexOptions.Compiled);
    private static readonly Regex Type = new("^# TYPE ([a-z_]+) (counter|gauge)$", RegexOptions.Compiled);
    private static readonly Regex Sample = new(
        """^([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\]|\\.)*",?)*)\})? (-?[0-9]+(?:\.[0-9]+)?)$""", RegexOptions.Compiled);

    private static readonly Regex Label = new("""([a-z]+)="((?:[^"\\]|\\.)*)"(?:,|$)""", RegexOptions.Compiled);

    private MetricsPage(string text, IReadOnlyList<MetricsFamily> families)
    {
        Text = text;
        Families = families;
    }

    internal string Text { get; }

    internal IReadOnlyList<MetricsFamily> Families { get; }

    internal MetricsFamily this[string name] => Families.Single(family => family.Name == name);

    /// <summary>The value of a family of one sample without labels.</summary>
    internal double Value(string name) =>
        double.Parse(this[name].Samples.Single(sample => sample.Labels.Count == 0).Value);

    /// <exception cref="FormatException">It is no such page; the message holds the line.</exception>
    internal static MetricsPage Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (lines[^1].Length > 0)
        {
            throw new FormatException($"the last line does not end: {lines[^1]}");
        }

        List<MetricsFamily> families = [];
        int next = 0;
        while (next < lines.Length - 1)
        {
            Match help = MatchLine(Help, lines[next++]);
            Match type = MatchLine(Type, lines[next++]);
            string name = help.Groups[1].Value;
            if (type.Groups[1].Value != name || families.Any(family => family.Name == name))
            {
                throw new FormatException($"not the TYPE of {name}, or not its only one: {type.Value}");
            }

            List<MetricsSample> samples = [];
            while (next < lines.Length - 1 && !lines[next].StartsWith('#'))
            {
                samples.Add(ReadSample(name, lines[next++]));
            }

            if (samples.DistinctBy(sample => string.Join('\n', sample.Labels)).Count() < samples.Count)
            {
                throw new FormatException($"a sample twice in {name}");
            }

            families.Add(new MetricsFamily(name, help.Groups[2].Value, type.Groups[2].Value, samples));
        }

        return new MetricsPage(text, families);
    }

    private static MetricsSample ReadSample(string name, string line)
    {
        Match sample = MatchLine(Sample, line);
        if (sample.Groups[1].Value != name)
        {
            throw new FormatException($"not a sample of {name}: {line}");
        }

        Dictionary<string, string> labels = [];
        foreach (Match label in Label.Matches(sample.Groups[2].Value))
        {
            labels.Add(label.Groups[1].Value, Unescape(label.Groups[2].Value));
        }

        return new MetricsSample(labels, sample.Groups[3].Value);
    }

    private static string Unescape(string text) =>
        Regex.Replace(text, @"\\(.)", match => match.Groups[1].Value switch
        {
            "n" => "\n",
            "\\" or "\"" => match.Groups[1].Value,
            string other => throw new FormatException($"\\{other} is no escape"),
        });

    private static Match MatchLine(Regex form, string line)
    {
        Match match = form.Match(line);
        return match.Success ? match : throw new FormatException($"not {form}: {line}");
    }
}
