using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NetdevExporter.Tests.Exposition;

/// <summary>
/// Reads a page in the text format 0.0.4, slowly and strictly: a family is HELP, TYPE and its samples, all together
/// and once; each line ends with LF; a sample has no time stamp.
/// </summary>
/// <remarks>Source: Prometheus, "Exposition formats".</remarks>
internal static class TextFormat
{
    /// <summary>A family's samples: the labels, <c>interface=eth0</c>, unescaped, and the value's text.</summary>
    internal sealed record Family(
        string Name,
        string Type,
        string Help,
        IReadOnlyList<(string Label, string Value)> Samples);

    /// <exception cref="FormatException">It is no such page; the message holds the line.</exception>
    internal static IReadOnlyList<Family> Read(string page)
    {
        List<Family> families = [];
        string[] lines = page.Split('\n');
        Require(lines[^1].Length == 0, "the last line has no LF", lines[^1]);
        for (int next = 0; next < lines.Length - 1;)
        {
            string[] help = lines[next].Split(' ', 4);
            Require(help is ["#", "HELP", _, { Length: > 0 }], "no HELP", lines[next++]);
            string name = help[2];
            string[] type = lines[next].Split(' ');
            Require(type.Length == 4 && lines[next].StartsWith($"# TYPE {name} "), "no TYPE of " + name, lines[next++]);
            Require(type[3] is "counter" or "gauge", "no type", type[3]);
            List<(string Label, string Value)> samples = [];
            while (next < lines.Length - 1 && !lines[next].StartsWith('#'))
            {
                samples.Add(ReadSample(name, lines[next++]));
            }

            Require(families.TrueForAll(family => family.Name != name), "a family twice", name);
            Require(samples.DistinctBy(sample => sample.Label).Count() == samples.Count, "a sample twice in", name);
            families.Add(new Family(name, type[3], help[3], samples));
        }

        return families;
    }

    private static (string Label, string Value) ReadSample(string name, string line)
    {
        Require(line.StartsWith(name), "no sample of " + name, line);
        string rest = line[name.Length..];
        string label = "";
        if (rest.StartsWith('{'))
        {
            int position = 0;
            while (rest[position] is '{' or ',')
            {
                int valueStart = rest.IndexOf("=\"", position) + 2;
                label += rest[position..(valueStart - 1)].TrimStart('{');
                position = valueStart;
                label += Unescape(rest, ref position);
                Require(rest[position..].StartsWith('"'), "the value does not end", line);
                position++;
            }

            Require(rest[position] == '}', "the labels do not end", line);
            rest = rest[(position + 1)..];
        }

        Require(rest.StartsWith(' ') && decimal.TryParse(rest[1..], out decimal value) && value >= 0, "no value", line);
        return (label, rest[1..]);
    }

    /// <summary>Reads a label's value up to the quote that ends it.</summary>
    private static string Unescape(string text, ref int position)
    {
        StringBuilder value = new();
        while (position < text.Length && text[position] != '"')
        {
            bool isEscape = text[position] == '\\';
            position += isEscape ? 1 : 0;
            Require(!isEscape || text[position] is '\\' or '"' or 'n', "no escape", text);
            value.Append(isEscape && text[position] == 'n' ? '\n' : text[position]);
            position++;
        }

        return value.ToString();
    }

    private static void Require(bool condition, string what, string line)
    {
        if (!condition)
        {
            throw new FormatException(what + ": " + line);
        }
    }
}
