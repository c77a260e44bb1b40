using System;

namespace NetdevExporter.CommandLine;

/// <summary>What to use instead of a flag or an environment variable that does not exist.</summary>
internal static class Advice
{
    private const string ListsFlags = "; --help lists the flags";

    /// <summary>Returns the end of a message about a flag.</summary>
    /// <param name="name">Without its dashes.</param>
    internal static string OfFlag(string name)
    {
        Option? nearest = Spelling.FindNearest(name, withCommands: true);
        return Suggest(ForeignFlags.FindAdvice(name), nearest is null ? "" : "--" + nearest.Name);
    }

    /// <summary>Returns a message about a variable. Its value, perhaps a secret, is left out.</summary>
    internal static string OfVariable(string name)
    {
        const string NoSuch = ": no such variable";
        Option? nearest = Variable.FindAtEnd(name);
        ReadOnlySpan<char> rest = nearest is null ? name.AsSpan(Variable.Prefix.Length) : default;
        foreach (Option option in OptionTable.All)
        {
            if (option.IsCommand && rest.Length == option.Name.Length && Spelling.StartsWith(rest, option.Name))
            {
                return name + NoSuch + "; commands are flags only: --" + option.Name;
            }
        }

        nearest ??= Spelling.FindNearest(rest, withCommands: false);
        bool hasPrefix = Spelling.StartsWith(name, Variable.Prefix);
        ReadOnlySpan<char> end = hasPrefix ? name.AsSpan(Variable.Prefix.Length) : rest;
        return name + NoSuch + Suggest(ForeignFlags.FindAdvice(end), nearest?.Variable ?? "");
    }

    private static string Suggest(string? instead, string nearest)
    {
        string similar = nearest.Length > 0 ? " (did you mean " + nearest + "?)" : "";
        return (instead is null ? similar : "; " + instead) + ListsFlags;
    }
}
