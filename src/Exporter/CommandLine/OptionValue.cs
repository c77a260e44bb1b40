using System;
using System.Globalization;
using System.Text;
using NetdevExporter.Http;
using NetdevExporter.Platform;

namespace NetdevExporter.CommandLine;

/// <summary>What the values of flags look like, beyond those that have a type of their own.</summary>
internal static class OptionValue
{
    /// <summary>
    /// Whether it can be a path. An argument that is not UTF-8 has U+FFFD in it, and leads somewhere else.
    /// </summary>
    internal static bool IsPath(string path) =>
        path.Length > 0
        && Encoding.UTF8.GetByteCount(path) <= Limits.PathBytesMax
        && !path.Contains('\uFFFD', StringComparison.Ordinal);

    /// <summary>Whether node_exporter would read a file of this path, and there is room for a temporary one.</summary>
    internal static bool IsTextFilePath(string path) =>
        path.EndsWith(".prom", StringComparison.Ordinal) && IsPath(path + AtomicFile.TemporarySuffix);

    /// <summary>Whether it can be the path of a URL that is served, and is not taken.</summary>
    internal static bool IsTelemetryPath(string path)
    {
        bool isPath = path.StartsWith('/')
            && path.Length <= Limits.TelemetryPathBytesMax
            && path is not (Site.HealthyPath or Site.ReadyPath);
        foreach (char character in path)
        {
            isPath &= character is > ' ' and <= '~' and not ('?' or '#');
        }

        return isPath;
    }

    /// <summary>Reads a switch, which is on or off.</summary>
    internal static bool TryReadSwitch(string value, Action<bool> set)
    {
        bool isOn = value is "true" or "1";
        set(isOn);
        return isOn || value is "false" or "0";
    }

    /// <summary>Reads an interval: <c>15</c> and <c>15s</c> are seconds, <c>1m</c> is a minute.</summary>
    /// <param name="seconds">1 to <see cref="Limits.TextFileSecondsMax"/>.</param>
    internal static bool TryReadInterval(string value, out int seconds)
    {
        bool isMinutes = value.EndsWith('m');
        ReadOnlySpan<char> digits = isMinutes || value.EndsWith('s') ? value.AsSpan(0, value.Length - 1) : value;
        bool isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out seconds)
            && seconds is >= 1 and <= Limits.TextFileSecondsMax;
        seconds *= isMinutes ? 60 : 1;
        return isNumber && seconds <= Limits.TextFileSecondsMax;
    }
}
