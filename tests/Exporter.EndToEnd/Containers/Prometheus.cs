using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>The Prometheus of compose.yml, asked at the address that compose.yml publishes.</summary>
internal static class Prometheus
{
    private const string Address = "http://127.0.0.1:9090";

    /// <summary>Waits until its one target is up.</summary>
    internal static void WaitForTarget(int seconds) =>
        Wait.Until(() => TryTarget("health") == "up", seconds, "Prometheus to find its target up");

    /// <summary>Waits for a scrape that began after a moment, until it is stored; returns when it began.</summary>
    /// <remarks>Prometheus says when the last scrape began before it commits what that gave.</remarks>
    internal static DateTimeOffset WaitForScrapeAfter(DateTimeOffset moment, int seconds)
    {
        DateTimeOffset last = default;
        Wait.Until(
            () => DateTimeOffset.TryParse(TryTarget("lastScrape"), CultureInfo.InvariantCulture, out last)
                && last > moment && TryLastValues("up", last) is { Count: > 0 },
            seconds,
            "a scrape");
        return last;
    }

    /// <summary>A field of its one target.</summary>
    internal static string Target(string field) =>
        TryTarget(field) ?? throw new InvalidOperationException("Prometheus does not answer, or has no target");

    /// <summary>
    /// What it stored of a metric by a scrape: the value by the label <c>interface</c>, empty where there is none.
    /// Asked for as it is stored, with its time: a plain query would give values of older scrapes too.
    /// </summary>
    internal static Dictionary<string, string> LastValues(string metric, DateTimeOffset scraped) =>
        TryLastValues(metric, scraped) ?? throw new InvalidOperationException("Prometheus does not answer");

    private static Dictionary<string, string>? TryLastValues(string metric, DateTimeOffset scraped)
    {
        const double ClockSecondsMax = 1;
        ToolResult answer = Tool.Run("curl", ["--silent", "--fail", "--max-time", "5", "--get",
            "--data-urlencode", $"query={metric}[5m]", Address + "/api/v1/query"]);
        if (answer.ExitCode != 0)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(answer.Output);
        Dictionary<string, string> values = [];
        foreach (JsonElement series in document.RootElement.GetProperty("data").GetProperty("result").EnumerateArray())
        {
            JsonElement last = series.GetProperty("values").EnumerateArray().Last();
            if (last[0].GetDouble() >= (scraped.ToUnixTimeMilliseconds() / 1000.0) - ClockSecondsMax)
            {
                bool isOfDevice = series.GetProperty("metric").TryGetProperty("interface", out JsonElement name);
                values.Add(isOfDevice ? name.GetString()! : "", last[1].GetString()!);
            }
        }

        return values;
    }

    private static string? TryTarget(string field)
    {
        string[] curl = ["--silent", "--fail", "--max-time", "5", Address + "/api/v1/targets"];
        ToolResult answer = Tool.Run("curl", curl);
        if (answer.ExitCode != 0)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(answer.Output);
        JsonElement targets = document.RootElement.GetProperty("data").GetProperty("activeTargets");
        return targets.GetArrayLength() == 1 ? targets[0].GetProperty(field).GetString() : null;
    }
}
