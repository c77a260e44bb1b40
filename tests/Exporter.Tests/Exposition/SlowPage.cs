using System.Collections.Generic;
using System.Linq;
using System.Text;
using NetdevExporter.Procfs;

namespace NetdevExporter.Tests.Exposition;

/// <summary>The interfaces' page once more: slow, obvious, on strings. Only the help texts are the product's.</summary>
internal static class SlowPage
{
    /// <param name="scheme">Index of the name scheme: netdev, node, article.</param>
    /// <returns>The page; its characters are bytes.</returns>
    internal static string Write(IReadOnlyList<NetDevRow> rows, int scheme)
    {
        StringBuilder page = new();
        MetricNames names = MetricNames.All[scheme];
        string[] values = rows.Select(row => EscapeLabel(row.Name)).ToArray();
        for (int column = 0; column < names.Families.Count; column++)
        {
            string name = names.Families[column];
            string help = names.Scheme == "node"
                ? "Network device statistic " + name["node_network_".Length..^"_total".Length] + "."
                : NetDevColumn.All[column].Help;
            page.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
            page.Append("# TYPE ").Append(name).Append(' ').Append(names.Type).Append('\n');
            for (int row = 0; row < rows.Count; row++)
            {
                page.Append(name).Append('{').Append(names.Label).Append("=\"").Append(values[row]).Append("\"} ");
                page.Append(rows[row].Values[column]).Append('\n');
            }
        }

        return page.ToString();
    }

    /// <summary>A label's value, escaped as the text format has it.</summary>
    internal static string EscapeLabel(string name) => NetDevRow.ToLabelBytes(name)
        .Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
