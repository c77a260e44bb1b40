using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using NetdevExporter.EndToEnd.Documentation;

namespace NetdevExporter.EndToEnd.Dashboards;

/// <summary>src/Deploy/dashboard.json, and what Grafana makes of its expressions.</summary>
internal static partial class Dashboard
{
    /// <summary>What Grafana takes for a window where a Prometheus scrapes every second.</summary>
    private static readonly Dictionary<string, string> BuiltIn = new()
    {
        ["__rate_interval"] = "10s",
        ["__range"] = "20s",
    };

    internal static JsonElement Root { get; } = JsonDocument.Parse(DeployFiles.Read("dashboard.json")).RootElement;

    internal static IReadOnlyList<JsonElement> Panels { get; } = [.. Root.GetProperty("panels").EnumerateArray()];

    internal static IReadOnlyList<DashboardVariable> Variables { get; } =
    [
        .. Root.GetProperty("templating").GetProperty("list").EnumerateArray()
            .Where(variable => variable.GetProperty("type").GetString() == "query")
            .Select(variable => new DashboardVariable(variable)),
    ];

    /// <summary>Every expression, with its panel's title and whether the panel says that it needs sysfs.</summary>
    internal static IReadOnlyList<(string Panel, string Expression, bool NeedsSysfs)> Expressions { get; } =
    [
        .. from panel in Panels
           where panel.TryGetProperty("targets", out _)
           from target in panel.GetProperty("targets").EnumerateArray()
           select (
               TextOf(panel, "title") + " " + TextOf(target, "refId"), TextOf(target, "expr"),
               TextOf(panel, "description").Contains("Needs sysfs")),
    ];

    /// <summary>Replaces the variables, each by what is selected of it; null stands for All.</summary>
    internal static string Substitute(
        string text, LocalPrometheus prometheus, params (string Name, string? Value)[] selected)
    {
        return Reference().Replace(text, match =>
        {
            string name = match.Groups[1].Value + match.Groups[2].Value;
            if (BuiltIn.TryGetValue(name, out string? window))
            {
                return window;
            }

            DashboardVariable? variable = Variables.SingleOrDefault(variable => variable.Name == name);
            return variable is null
                ? match.Value
                : variable.Interpolate(
                    selected.SingleOrDefault(choice => choice.Name == name).Value,
                    () => variable.FindValues(query => Substitute(query, prometheus, selected), prometheus));
        });
    }

    internal static string TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "";

    [GeneratedRegex(@"\$(?:\{(\w+)\}|(\w+))")]
    private static partial Regex Reference();
}
