using System;

namespace NetdevExporter.CommandLine;

/// <summary>Tells this program's environment variables from those of others.</summary>
/// <remarks>
/// A misspelt variable must not be ignored: <c>NETDEV_EXPORTER_TOKEN_FILE</c> would leave access open. Kubernetes sets
/// variables for each service of a namespace, and one is usually called netdev-exporter:
/// kubernetes/pkg/kubelet/envvars/envvars.go.
/// </remarks>
internal static class Variable
{
    /// <summary>What the name of each variable begins with.</summary>
    internal const string Prefix = "NETDEV_EXPORTER_";

    private const string Product = "NETDEV";

    /// <summary>
    /// Whether a variable is meant for this program: it begins with the prefix, in any case, and no service has it; or
    /// the prefix is misspelt after NETDEV, and the name of a flag follows.
    /// </summary>
    internal static bool IsOurs(string name, string value) =>
        Spelling.StartsWith(name, Product)
        && (Spelling.StartsWith(name, Prefix) || HasSimilarPrefix(name))
        && !IsServiceLink(name, value);

    /// <summary>Finds the flag whose variable ends as this one does, after the prefix; null if there is none.</summary>
    internal static Option? FindAtEnd(string name)
    {
        foreach (Option option in OptionTable.All)
        {
            int start = name.Length - option.Name.Length;
            if (!option.IsCommand && start > 0 && Spelling.StartsWith(name.AsSpan(start), option.Name))
            {
                return option;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the name of a flag follows NETDEV, or what begins as EXPORTER does. NETDEVICE_PLUGIN_ is another
    /// program's.
    /// </summary>
    private static bool HasSimilarPrefix(string name)
    {
        ReadOnlySpan<char> rest = name.AsSpan(Product.Length).TrimStart("_-.");
        return FindAtEnd(name) is Option option
            && (rest.Length == option.Name.Length || Spelling.StartsWith(rest, "EXP"));
    }

    /// <summary>
    /// Whether Kubernetes sets the variable for a service: <c>…_SERVICE_HOST</c>, <c>…_SERVICE_PORT</c> with or without
    /// a port's name, <c>…_PORT</c> with a URL, and <c>…_PORT_8080_TCP</c> with three more.
    /// </summary>
    private static bool IsServiceLink(string name, string value)
    {
        const string Port = "_PORT";
        ReadOnlySpan<char> span = name;
        if (span.EndsWith("_SERVICE_HOST")
            || span.IndexOf("_SERVICE_PORT") >= 0
            || (span.EndsWith(Port) && value.AsSpan().IndexOf("://") >= 0))
        {
            return true;
        }

        int port = span.IndexOf(Port + "_");
        ReadOnlySpan<char> number = port < 0 ? default : span[(port + Port.Length + 1)..];
        ReadOnlySpan<char> protocol = number.TrimStart("0123456789");
        return protocol.Length < number.Length
            && (protocol.StartsWith("_TCP") || protocol.StartsWith("_UDP") || protocol.StartsWith("_SCTP"));
    }
}
