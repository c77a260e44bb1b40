using System;

namespace NetdevExporter.CommandLine;

/// <summary>One flag: a row of the table in <see cref="Options"/>.</summary>
/// <param name="name">The flag without its dashes.</param>
/// <param name="value">What stands for its value in the help; empty for a switch, which may stand alone.</param>
/// <param name="defaultValue">The default, for the help; empty where there is none.</param>
/// <param name="help">What it does.</param>
/// <param name="expected">What a value must be, for the message when it is not.</param>
/// <param name="set">Takes a value; false where it is not what is expected.</param>
internal sealed class Option(
    string name,
    string value,
    string defaultValue,
    string help,
    string expected,
    Func<Options, string, bool> set)
{
    internal string Name => name;

    internal string Value => value;

    internal string Default => defaultValue;

    internal string Help => help;

    internal string Expected => expected;

    internal Func<Options, string, bool> Set => set;

    /// <summary>Whether it may be given more than once.</summary>
    internal bool IsRepeatable { get; init; }

    /// <summary>
    /// Whether an empty variable is a mistake, and not the same as none: where nothing in its place would let everybody
    /// in.
    /// </summary>
    internal bool RefusesEmpty { get; init; }

    /// <summary>Whether it asks for something else than to serve; of such, the first counts.</summary>
    internal bool IsCommand { get; init; }

    internal bool IsSwitch => Value.Length == 0;

    /// <summary>The environment variable that does the same.</summary>
    internal string Variable
    {
        get
        {
            Span<char> upper = stackalloc char[Name.Length];
            for (int i = 0; i < upper.Length; i++)
            {
                upper[i] = char.IsAsciiLetterLower(Name[i]) ? (char)(Name[i] - 'a' + 'A') : '_';
            }

            return string.Concat("NETDEV_EXPORTER_", upper);
        }
    }
}
