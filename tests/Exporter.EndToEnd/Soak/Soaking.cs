using System;

namespace NetdevExporter.EndToEnd.Soak;

/// <summary>How long a soak is: short among the tests, long by <c>./build.sh soak</c>.</summary>
internal static class Soaking
{
    /// <summary>How many scrapes; EXPORTER_SOAK_SCRAPES sets it.</summary>
    internal static int Scrapes { get; } = ReadVariable("EXPORTER_SOAK_SCRAPES") ?? 20_000;

    /// <summary>How many minutes of a life; EXPORTER_SOAK_MINUTES sets it. Each takes about a second.</summary>
    internal static int Minutes { get; } = ReadVariable("EXPORTER_SOAK_MINUTES") ?? 3;

    private static int? ReadVariable(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : null;
}
