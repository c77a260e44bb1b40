using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>What an engine changes in the machine's network and leaves so: remembered, and put back.</summary>
/// <param name="folder">
/// Where it is remembered, in files: a run that was killed put nothing back, so the next one must.
/// </param>
internal sealed class HostNetwork(string folder)
{
    private const string Forwarding = "/proc/sys/net/ipv4/ip_forward";

    private static readonly string[] Firewalls = ["iptables", "ip6tables"];

    private readonly string forwardingFile = Path.Combine(folder, "ip_forward");
    private readonly string bridgesFile = Path.Combine(folder, "bridges");

    /// <summary>Takes down what there is now; before that, puts back what is remembered from another run.</summary>
    internal void Remember()
    {
        Restore();
        Directory.CreateDirectory(folder);
        File.WriteAllLines(bridgesFile, Bridges());
        foreach (string firewall in Firewalls)
        {
            File.WriteAllText(Path.Combine(folder, firewall), Save(firewall));
        }

        // The last: with it the others are complete.
        File.WriteAllText(forwardingFile, File.ReadAllText(Forwarding));
    }

    /// <summary>Puts back the firewall's rules and the forwarding, and removes the bridges that are new.</summary>
    internal void Restore()
    {
        if (!File.Exists(forwardingFile))
        {
            return;
        }

        foreach (string firewall in Firewalls)
        {
            string before = File.ReadAllText(Path.Combine(folder, firewall));
            IEnumerable<string> added = Tables(Save(firewall)).Except(Tables(before));
            string emptied = string.Concat(added.Select(Emptied));
            if (before.Length + emptied.Length > 0)
            {
                Tool.Run(firewall + "-restore", [], input: before + emptied);
            }
        }

        File.WriteAllText(Forwarding, File.ReadAllText(forwardingFile));
        foreach (string bridge in Bridges().Except(File.ReadAllLines(bridgesFile)))
        {
            Tool.Run("ip", ["link", "delete", bridge]);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string Save(string firewall) => Tool.Run(firewall + "-save", []).Output;

    private static IEnumerable<string> Tables(string rules) =>
        rules.Split('\n').Where(line => line.StartsWith('*')).Select(line => line[1..].Trim());

    /// <summary>A table without rules, whose chains accept: as the kernel has it at first.</summary>
    private static string Emptied(string table)
    {
        string chains = table == "filter" ? ":INPUT ACCEPT\n:FORWARD ACCEPT\n:OUTPUT ACCEPT\n" : "";
        return $"*{table}\n{chains}COMMIT\n";
    }

    private static IEnumerable<string> Bridges() =>
        Directory.GetDirectories("/sys/class/net")
            .Select(folder => Path.GetFileName(folder)!)
            .Where(name => name == "docker0" || name.StartsWith("br-", StringComparison.Ordinal));
}
