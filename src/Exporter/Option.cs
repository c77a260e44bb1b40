using System;

namespace NetdevExporter;

/// <summary>One flag: a row of the table in <see cref="Options"/>.</summary>
/// <param name="Name">The flag without its dashes.</param>
/// <param name="Value">What stands for its value in the help; empty for a switch, which may stand alone.</param>
/// <param name="Default">The default, for the help; empty where there is none.</param>
/// <param name="Help">What it does.</param>
/// <param name="Expected">What a value must be, for the message when it is not.</param>
/// <param name="Set">Takes a value; false where it is not what is expected.</param>
internal sealed record Option(
    string Name,
    string Value,
    string Default,
    string Help,
    string Expected,
    Func<Options, string, bool> Set)
{
    /// <summary>Whether it may be given more than once.</summary>
    internal bool IsRepeatable { get; init; }

    internal bool IsSwitch => Value.Length == 0;

    /// <summary>The environment variable that does the same.</summary>
    internal string Variable =>
        "NETDEV_EXPORTER_" + Name.ToUpperInvariant().Replace('.', '_').Replace('-', '_');
}
