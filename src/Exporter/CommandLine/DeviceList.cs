using System;
using NetdevExporter.Devices;
using NetdevExporter.Platform;

namespace NetdevExporter.CommandLine;

/// <summary>Reads the values of <c>--device.include</c>, <c>--device.exclude</c> and <c>--device.alias</c>.</summary>
internal static class DeviceList
{
    private const string Preset = "@containers";

    /// <summary>What regular expressions contain, and no name usually does; a class may contain it.</summary>
    private const string NotInGlobs = "^$|(){}\\ \t\uFFFD";

    /// <summary>Adds a value to the valid items of earlier ones; both are separated by commas.</summary>
    /// <param name="value">There may be blanks around each item.</param>
    /// <param name="areAliases">Whether they are pairs <c>NAME=ALIAS</c>, and not globs.</param>
    /// <param name="fault">null or, if the result is invalid, why; empty if it is too long.</param>
    internal static string Add(string before, string value, bool areAliases, out string? fault)
    {
        fault = null;
        for (int comma = 0; comma >= 0 && fault is null; value = value[(comma + 1)..])
        {
            comma = value.IndexOf(',', StringComparison.Ordinal);
            string item = (comma < 0 ? value : value[..comma]).Trim();
            fault = areAliases ? ExplainPair(item, "," + before) : ExplainGlob(item);
            item += areAliases ? DeviceAliases.NameSuffix : "";
            before = before.Length == 0 ? item : before + "," + item;
        }

        fault ??= before.Length > Limits.DeviceListLengthMax ? "" : null;
        return before;
    }

    /// <summary>What is wrong with a glob; null if it is valid.</summary>
    private static string? ExplainGlob(string glob)
    {
        bool isValid = glob.Length > 0 && (glob[0] != '@' || glob == Preset);
        for (int i = 0; i < glob.Length && isValid; i++)
        {
            isValid = !NotInGlobs.Contains(glob[i], StringComparison.Ordinal);
            if (glob[i] == '[')
            {
                int length = glob.AsSpan(i).IndexOf(']');
                isValid = length > 1 && (length > 2 || glob[i + 1] is not ('!' or '^'));
                i += length;
            }
        }

        return isValid ? null : "\"" + glob + "\" is not a glob"
            + (glob.StartsWith('@') ? " (did you mean " + Preset + "?)" : "");
    }

    /// <summary>What is wrong with a pair; null if it is valid.</summary>
    /// <param name="before">The pairs before it, each after a comma.</param>
    private static string? ExplainPair(string pair, string before)
    {
        int equals = pair.IndexOf('=', StringComparison.Ordinal);
        string name = "," + pair[..(equals + 1)];
        string alias = pair[int.Max(equals, 0)..] + DeviceAliases.NameSuffix;
        bool isPair = equals > 0 && equals < pair.Length - 1 && pair.AsSpan().IndexOf(DeviceAliases.NameSuffix) < 0;
        for (int i = 0; i < pair.Length; i++)
        {
            bool isPlaced = i > equals ? pair[i] != '=' : i == equals || pair[i] != ' ';
            isPair &= isPlaced && pair[i] is not ('/' or '\uFFFD');
        }

        bool isRepeated = before.AsSpan().IndexOf(name) >= 0 || before.AsSpan().IndexOf(alias) >= 0;
        return !isPair ? "\"" + pair + "\" is not a pair" : isRepeated ? pair + " repeats a name or an alias" : null;
    }
}
