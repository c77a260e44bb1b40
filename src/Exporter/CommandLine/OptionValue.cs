using System;
using System.Globalization;
using System.Text;
using NetdevExporter.Http;
using NetdevExporter.Platform;

namespace NetdevExporter.CommandLine;

/// <summary>Validates the values of flags that have no type of their own.</summary>
internal static class OptionValue
{
    /// <summary>
    /// Whether a value can be a path. An argument that is not UTF-8 contains U+FFFD, and would name another file.
    /// </summary>
    internal static bool IsPath(string path) =>
        path.Length > 0
        && Encoding.UTF8.GetByteCount(path) <= Limits.PathBytesMax
        && !path.Contains('\uFFFD', StringComparison.Ordinal);

    /// <summary>
    /// Whether node_exporter would read a file at this path, and the temporary file's path is not too long.
    /// </summary>
    internal static bool IsTextFilePath(string path) =>
        path.EndsWith(".prom", StringComparison.Ordinal) && IsPath(path + AtomicFile.TemporarySuffix);

    /// <summary>Whether a value can be the path of a URL, and is not in use.</summary>
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

    /// <summary>Reads the value of a switch.</summary>
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
