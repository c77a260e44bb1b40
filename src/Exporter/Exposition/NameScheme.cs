using NetdevExporter.Procfs;

namespace NetdevExporter.Exposition;

/// <summary>How the devices' families are named.</summary>
internal sealed class NameScheme
{
    private readonly string prefix;
    private readonly string suffix;

    /// <param name="prefix">The start of every name.</param>
    /// <param name="suffix">The end of every name.</param>
    /// <param name="label">The label that holds the device's name.</param>
    /// <param name="type">The families' type, <c>counter</c> or <c>gauge</c>.</param>
    /// <param name="isNodeExporters">Whether names and help are node_exporter's, which use the file's words.</param>
    private NameScheme(string name, string prefix, string suffix, string label, string type, bool isNodeExporters)
    {
        Name = name;
        Label = label;
        Type = type;
        this.prefix = prefix;
        this.suffix = suffix;
        IsNodeExporters = isNodeExporters;
    }

    /// <summary>Every scheme; the first is the default.</summary>
    internal static NameScheme[] All { get; } =
    [
        new("netdev", "netdev_", "_total", "interface", "counter", isNodeExporters: false),
        new("node", "node_network_", "_total", "device", "counter", isNodeExporters: true),
        new("article", "netdev_", "", "interface", "gauge", isNodeExporters: false),
    ];

    /// <summary>The value of <c>--metrics.names</c> that selects it.</summary>
    internal string Name { get; }

    /// <summary>The label that holds the device's name.</summary>
    internal string Label { get; }

    /// <summary>The families' type.</summary>
    internal string Type { get; }

    /// <summary>Whether names, labels, help and values are node_exporter's.</summary>
    internal bool IsNodeExporters { get; }

    /// <summary>The name of a family whose values come from sysfs.</summary>
    /// <param name="key">What follows the prefix in node_exporter's name.</param>
    /// <param name="word">What follows it in the other schemes' names, without <c>_total</c>.</param>
    internal string LinkName(string key, string word, string type) =>
        prefix + (IsNodeExporters ? key : type == "counter" ? word + suffix : word);

    /// <summary>The help of such a family.</summary>
    internal string LinkHelp(string key, string help) =>
        !IsNodeExporters || key == "info" ? help
            : key == "up" ? "Value is 1 if operstate is 'up', 0 otherwise."
            : key == "receive_nohandler_total" ? "Network device statistic receive_nohandler."
            : "Network device property: " + key;

    /// <summary>The name of a column's family.</summary>
    internal string FamilyName(NetDevColumn column) => prefix + Statistic(column) + suffix;

    /// <summary>The help of a column's family.</summary>
    internal string FamilyHelp(NetDevColumn column) =>
        IsNodeExporters ? "Network device statistic " + Statistic(column) + "." : column.Help;

    private string Statistic(NetDevColumn column) =>
        column.Direction + "_" + (IsNodeExporters ? column.HeaderWord : column.Word);
}
