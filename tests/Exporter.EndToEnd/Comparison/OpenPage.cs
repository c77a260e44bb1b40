using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace NetdevExporter.EndToEnd.Comparison;

/// <summary>
/// A page of anybody's in the text format 0.0.4: of any type, with values in any form. Values are numbers, as
/// Prometheus takes them.
/// </summary>
internal sealed partial class OpenPage
{
    private readonly Dictionary<string, OpenFamily> families = [];

    internal IReadOnlyDictionary<string, OpenFamily> Families => families;

    internal static OpenPage Parse(string text)
    {
        OpenPage page = new();
        OpenFamily family = new("", "", []);
        foreach (string line in text.Split('\n').Where(line => line.Length > 0))
        {
            string[] words = line.Split(' ', 4);
            if (words is ["#", "HELP", string name, string help])
            {
                family = new OpenFamily(help, "", []);
                page.families.Add(name, family);
            }
            else if (words is ["#", "TYPE", string typed, string type])
            {
                family = family with { Type = type };
                page.families[typed] = family;
            }
            else
            {
                Match sample = Sample().Match(line);
                string[] labels = [.. Label().Matches(sample.Groups[2].Value).Select(label => label.Value).Order()];
                family.Samples.Add(
                    $"{sample.Groups[1].Value}{{{string.Join(',', labels)}}}",
                    double.Parse(sample.Groups[3].Value, CultureInfo.InvariantCulture));
            }
        }

        return page;
    }

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([^ ]+)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""[a-zA-Z_]+="(?:[^"\\]|\\.)*"(?=,|$)""")]
    private static partial Regex Label();
}

/// <summary>A family of such a page.</summary>
/// <param name="Help">What HELP says.</param>
/// <param name="Type">What TYPE says.</param>
/// <param name="Samples">Each value by its name and its labels, in the order of their names.</param>
internal sealed record OpenFamily(string Help, string Type, Dictionary<string, double> Samples);
