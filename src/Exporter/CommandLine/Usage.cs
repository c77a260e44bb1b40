using System.Text;

namespace NetdevExporter.CommandLine;

/// <summary>The text of <c>--help</c>.</summary>
internal static class Usage
{
    /// <summary>Formats the table of flags.</summary>
    internal static string Write()
    {
        StringBuilder help = new();
        help.Append("netdev-exporter: the host's network interfaces for Prometheus, from inside a container\n\n");
        foreach (Option option in OptionTable.All)
        {
            help.Append("  --").Append(option.Name).Append(option.IsSwitch ? "" : "=" + option.Value).Append('\n');
            help.Append("        ").Append(option.Help);
            help.Append(option.Default.Length > 0 ? " (default " + option.Default + ")\n" : "\n");
        }

        help.Append("\nEach flag but the last five can also be set in the environment: --web.listen-address is ");
        help.Append(OptionTable.All[0].Variable).Append("; the flag wins. -h and -V are --help and --version.\n");
        return help.ToString();
    }
}
