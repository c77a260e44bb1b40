using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace NetdevExporter.EndToEnd.Comparison;

/// <summary>
/// A page of this exporter's between two of node_exporter's: what counts meanwhile lies between them, and all else is
/// equal.
/// </summary>
internal sealed class PagesCompared(OpenPage before, OpenPage ours, OpenPage after)
{
    private readonly List<string> equal = [];
    private IReadOnlyList<string>? unnamed;

    /// <summary>A family that only one of them can have of this source; empty if there is none.</summary>
    internal string LeftOut { get; init; } = "";

    /// <summary>Whether node_exporter's node_network_info has the label adminstate, which 1.5 has not.</summary>
    internal bool HasAdminState { get; init; } = true;

    /// <summary>The families that both have and that are equal.</summary>
    internal IReadOnlyList<string> Equal => Unnamed.Count == 0 ? equal : [];

    /// <summary>Every difference that has no name; one line each.</summary>
    internal IReadOnlyList<string> Unnamed => unnamed ??= [.. Find()];

    private IEnumerable<string> Find()
    {
        foreach (string name in ours.Families.Keys.Union(after.Families.Keys).Where(name => name != LeftOut))
        {
            bool isHere = ours.Families.TryGetValue(name, out OpenFamily? here);
            bool isThere = after.Families.TryGetValue(name, out OpenFamily? there);
            if (Difference.Find(name) is Difference known && known.Kind != DifferenceKind.OneLabel)
            {
                bool isSo = known.Kind switch
                {
                    DifferenceKind.OnlyHere => !isThere,
                    DifferenceKind.OnlyThere => !isHere,
                    _ => !isHere || !isThere || here!.Type == there!.Type,
                };
                if (!isSo)
                {
                    yield return $"{name}: not {known.Kind}";
                }
            }
            else if (!isHere || !isThere)
            {
                yield return $"{name}: only {(isHere ? "here" : "there")}";
            }
            else
            {
                here = name == "node_network_info" && !HasAdminState ? WithoutAdminState(here!) : here;
                string[] lines = [.. Compare(name, here!, before.Families.GetValueOrDefault(name), there!)];
                equal.AddRange(lines.Length == 0 ? [name] : []);
                foreach (string line in lines)
                {
                    yield return line;
                }
            }
        }
    }

    private static OpenFamily WithoutAdminState(OpenFamily family) => family with
    {
        Samples = family.Samples.ToDictionary(
            sample => Regex.Replace(sample.Key, "adminstate=\"[a-z]+\",", ""), sample => sample.Value),
    };

    private static IEnumerable<string> Compare(string name, OpenFamily here, OpenFamily? first, OpenFamily there)
    {
        if ((here.Type, here.Help) != (there.Type, there.Help))
        {
            yield return $"{name}: {here.Type} {here.Help}; there {there.Type} {there.Help}";
        }

        foreach (string sample in here.Samples.Keys.Union(there.Samples.Keys))
        {
            bool isHere = here.Samples.TryGetValue(sample, out double value);
            bool isThere = there.Samples.TryGetValue(sample, out double last);
            double start = isThere && first!.Samples.TryGetValue(sample, out double old) ? old : last;
            if (isHere != isThere)
            {
                yield return $"{sample}: only {(isHere ? "here" : "there")}";
            }
            else if (here.Type == "counter" ? value < start || value > last : value != last)
            {
                yield return $"{sample}: {value}; there {start} to {last}";
            }
        }
    }
}
