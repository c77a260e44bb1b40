using NetdevExporter.CommandLine;
using NetdevExporter.Source;

namespace NetdevExporter.Diagnosis;

/// <summary>What the doctor says of the host's name.</summary>
internal static class NodeCheck
{
    /// <summary>Reports the name and where it is from, in the scheme that shows it.</summary>
    internal static void Examine(Report report, Options options)
    {
        if (!options.Names.IsNodeExporters)
        {
            return;
        }

        NodeIdentity node = new(options.NodeName);
        _ = NetworkNamespace.Probe(options.SourcePath, out TableOwner owner);
        string origin = options.NodeName.Length > 0 ? "--node.name"
            : node.IsOwn ? "uname(2)"
            : NodeIdentity.HostNamePath;
        report.Add("node", node.Name, ", from ", origin);
        if (Warning.OfNodeName(node, owner) is string warning)
        {
            report.Warn(warning);
        }
    }
}
