using System;
using System.Globalization;
using System.Text;
using NetdevExporter.Exposition;
using NetdevExporter.Http;
using NetdevExporter.Platform;

namespace NetdevExporter.CommandLine;

/// <summary>Validates the values of flags that have no type of their own.</summary>
internal static class OptionValue
{
    /// <summary>
    /// Whether a value can be a path. An argument that is not UTF-8 contains U+FFFD, and would name another file.
    /// </summary>
    internal static bool IsPath(string path) => IsText(path, Limits.PathBytesMax);

    /// <summary>
    /// Whether node_exporter would read a file at this path, and the temporary file's path is not too long.
    /// </summary>
    internal static bool IsTextFilePath(string path) =>
        path.EndsWith(".prom", StringComparison.Ordinal) && IsPath(path + AtomicFile.TemporarySuffix);

    /// <summary>Whether a value can be a host's name.</summary>
    internal static bool IsNodeName(string name) => IsText(name, Limits.NodeNameBytesMax);

    /// <summary>
    /// Whether a value can be the path of a URL, and is not in use. Browsers change a backslash, and segments that are
    /// dots (URL Standard, 4.4), so that they could not request it.
    /// </summary>
    internal static bool IsTelemetryPath(string path)
    {
        bool isPath = path.StartsWith('/')
            && path.Length <= Limits.TelemetryPathBytesMax
            && !(path + "/").Contains("/./", StringComparison.Ordinal)
            && !(path + "/").Contains("/../", StringComparison.Ordinal)
            && !Site.IsReserved(path);
        foreach (char character in path)
        {
            isPath &= character is > ' ' and <= '~' and not ('?' or '#' or '\\');
        }

        return isPath;
    }

    /// <summary>Reads a limit on open connections.</summary>
    internal static bool TryReadConnections(string value, Options options)
    {
        bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        options.MaxConnections = number;
        return isNumber && number is >= 1 and <= Limits.ConnectionsMax;
    }

    /// <summary>Finds a scheme by its name.</summary>
    internal static bool TryReadNames(string value, Options options)
    {
        foreach (NameScheme scheme in NameScheme.All)
        {
            if (scheme.Name == value)
            {
                options.Names = scheme;
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads the value of a switch.</summary>
    internal static bool TryReadSwitch(string value, Action<bool> set)
    {
        bool isOn = value is "true" or "1";
        set(isOn);
        return isOn || value is "false" or "0";
    }

    /// <summary>
    /// Reads an interval: <c>15</c> and <c>15s</c> are seconds, <c>1m30s</c> and <c>1h</c> have other units, in
    /// descending order.
    /// </summary>
    /// <param name="seconds">1 to <see cref="Limits.TextFileSecondsMax"/>.</param>
    internal static bool TryReadInterval(ReadOnlySpan<char> value, out int seconds)
    {
        seconds = 0;
        int unitMax = int.MaxValue;
        while (!value.IsEmpty)
        {
            ReadOnlySpan<char> rest = value.TrimStart("0123456789");
            bool isBare = rest.IsEmpty && unitMax == int.MaxValue;
            int unit = isBare ? 1 : rest.IsEmpty ? int.MaxValue : SecondsOf(rest[0]);
            if (!int.TryParse(value[..^rest.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                || unit >= unitMax
                || count > Limits.TextFileSecondsMax)
            {
                return false;
            }

            seconds += count * unit;
            unitMax = unit;
            value = rest.IsEmpty ? rest : rest[1..];
        }

        return seconds is >= 1 and <= Limits.TextFileSecondsMax;
    }

    private static bool IsText(string value, int bytesMax) =>
        value.Length > 0
        && Encoding.UTF8.GetByteCount(value) <= bytesMax
        && !value.Contains('\uFFFD', StringComparison.Ordinal);

    private static int SecondsOf(char unit) =>
        unit switch
        {
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => int.MaxValue,
        };
}
