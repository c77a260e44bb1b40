using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NetdevExporter.EndToEnd.Dashboards;

/// <summary>A variable whose values Grafana asks Prometheus for.</summary>
internal sealed partial class DashboardVariable(JsonElement json)
{
    private readonly string query = Dashboard.TextOf(json.GetProperty("query"), "query");

    internal string Name => Dashboard.TextOf(json, "name");

    /// <summary>Finds the values that can be selected.</summary>
    /// <param name="substitute">Replaces the variables in a text.</param>
    internal IReadOnlyList<string> FindValues(Func<string, string> substitute, LocalPrometheus prometheus)
    {
        string asked = substitute(query);
        if (LabelValuesCall().Match(asked) is { Success: true } labels)
        {
            return prometheus.LabelValues(labels.Groups[2].Value, labels.Groups[1].Value);
        }

        // Grafana prints each sample as Prometheus does, and the variable's expression takes its value from that.
        Regex capture = new(Dashboard.TextOf(json, "regex").Trim('/').Replace("\\}", "}"));
        return
        [
            .. prometheus.Query(QueryResultCall().Match(asked).Groups[1].Value)
                .Select(sample => "{" + string.Join(", ", sample.Select(x => $"{x.Key}=\"{x.Value}\"")) + "} 1 1.7e12")
                .Select(line => capture.Match(line).Groups[1].Value).Where(value => value.Length > 0).Order(),
        ];
    }

    /// <summary>What stands for the variable in an expression.</summary>
    /// <param name="selected">A value; null for All.</param>
    /// <param name="findValues">Finds all values.</param>
    internal string Interpolate(string? selected, Func<IReadOnlyList<string>> findValues)
    {
        if (selected is null && Dashboard.TextOf(json, "allValue") is { Length: > 0 } all)
        {
            return all;
        }

        string[] values = [.. (selected is null ? findValues() : [selected]).Select(Escape)];
        return values.Length == 1 ? values[0] : "(" + string.Join('|', values) + ")";
    }

    /// <summary>Escapes a value for a regular expression in a quoted string.</summary>
    private static string Escape(string value) =>
        Special().Replace(value.Replace("\\", @"\\\\"), match => @"\\" + match.Value);

    [GeneratedRegex(@"^label_values\((.+), *(\w+)\)$")]
    private static partial Regex LabelValuesCall();

    [GeneratedRegex(@"^query_result\((.+)\)$")]
    private static partial Regex QueryResultCall();

    [GeneratedRegex(@"[$^*{}\[\]'+?.()|]")]
    private static partial Regex Special();
}
