using System;
using System.Text;
using NetdevExporter.Procfs;

namespace NetdevExporter.Exposition;

/// <summary>
/// How the sixteen families are named: everything of a page that does not change while the program runs.
/// </summary>
/// <remarks>
/// The form of names and of HELP and TYPE lines: Prometheus, "Exposition formats", text format 0.0.4.
/// </remarks>
internal sealed class NameScheme
{
    private readonly byte[][] headings = new byte[NetDevColumn.Count][];
    private readonly byte[][] sampleStarts = new byte[NetDevColumn.Count][];

    /// <param name="prefix">What every name begins with.</param>
    /// <param name="suffix">What every name ends with.</param>
    /// <param name="label">The label that holds the device's name.</param>
    /// <param name="type">The families' type, <c>counter</c> or <c>gauge</c>.</param>
    /// <param name="isNodeExporters">Whether words and help are node_exporter's: the file's own words.</param>
    private NameScheme(string name, string prefix, string suffix, string label, string type, bool isNodeExporters)
    {
        Name = name;
        for (int i = 0; i < NetDevColumn.Count; i++)
        {
            NetDevColumn column = NetDevColumn.All[i];
            string statistic = column.Direction + "_" + (isNodeExporters ? column.HeaderWord : column.Word);
            string family = prefix + statistic + suffix;
            string help = isNodeExporters ? "Network device statistic " + statistic + "." : column.Help;
            headings[i] = Encoding.UTF8.GetBytes(
                "# HELP " + family + " " + help + "\n# TYPE " + family + " " + type + "\n");
            sampleStarts[i] = Encoding.UTF8.GetBytes(family + "{" + label + "=\"");
        }
    }

    /// <summary>The schemes there are; the first is the default.</summary>
    internal static NameScheme[] All { get; } =
    [
        new("netdev", "netdev_", "_total", "interface", "counter", isNodeExporters: false),
        new("node", "node_network_", "_total", "device", "counter", isNodeExporters: true),
        new("article", "netdev_", "", "interface", "gauge", isNodeExporters: false),
    ];

    /// <summary>What <c>--metrics.names</c> calls it.</summary>
    internal string Name { get; }

    /// <summary>A family's HELP and TYPE lines.</summary>
    internal ReadOnlySpan<byte> Heading(int column) => headings[column];

    /// <summary>A family's samples up to the label's value: <c>netdev_receive_bytes_total{interface="</c>.</summary>
    internal ReadOnlySpan<byte> SampleStart(int column) => sampleStarts[column];
}
