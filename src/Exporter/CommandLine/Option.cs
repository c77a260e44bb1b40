using System;

namespace NetdevExporter.CommandLine;

/// <summary>One flag: a row of <see cref="OptionTable"/>.</summary>
/// <param name="name">The flag without its dashes.</param>
/// <param name="value">The placeholder for its value in the help; empty for a switch, whose value is optional.</param>
/// <param name="defaultValue">The default, for the help; empty if there is none.</param>
/// <param name="help">What it does.</param>
/// <param name="expected">The valid values, for the error message.</param>
/// <param name="set">
/// Sets a value. Returns null or, if the value is invalid, what is wrong with it: empty if <paramref name="expected"/>
/// says enough.
/// </param>
internal sealed class Option(
    string name,
    string value,
    string defaultValue,
    string help,
    string expected,
    Func<Options, string, string?> set)
{
    internal string Name => name;

    internal string Value => value;

    internal string Default => defaultValue;

    internal string Help => help;

    internal string Expected => expected;

    internal Func<Options, string, string?> Set => set;

    /// <summary>Whether it may be given more than once.</summary>
    internal bool IsRepeatable { get; init; }

    /// <summary>
    /// Whether an empty environment variable is an error instead of unset: without a token, access would be open.
    /// </summary>
    internal bool RejectsEmpty { get; init; }

    /// <summary>Whether it selects a command other than serving. A command has no environment variable.</summary>
    internal bool IsCommand { get; init; }

    internal bool IsSwitch => Value.Length == 0;

    /// <summary>The environment variable that sets it; a command has none.</summary>
    internal string Variable
    {
        get
        {
            Span<char> upper = stackalloc char[Name.Length];
            for (int i = 0; i < upper.Length; i++)
            {
                upper[i] = char.IsAsciiLetterLower(Name[i]) ? (char)(Name[i] - 'a' + 'A') : '_';
            }

            return string.Concat(CommandLine.Variable.Prefix, upper);
        }
    }
}
