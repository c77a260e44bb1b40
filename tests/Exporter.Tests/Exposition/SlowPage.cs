using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using NetdevExporter.Procfs;
using NetdevExporter.Tests.Procfs;

namespace NetdevExporter.Tests.Exposition;

/// <summary>
/// The page of design.md, section 4, once more: slow, obvious, on strings. Takes the help texts alone from the product.
/// </summary>
internal static class SlowPage
{
    /// <summary>The table of design.md: the names in the schemes netdev, node and article, by column.</summary>
    internal static IReadOnlyList<string[]> Families { get; } =
    [
        ["netdev_receive_bytes_total", "node_network_receive_bytes_total", "netdev_receive_bytes"],
        ["netdev_receive_packets_total", "node_network_receive_packets_total", "netdev_receive_packets"],
        ["netdev_receive_errors_total", "node_network_receive_errs_total", "netdev_receive_errors"],
        ["netdev_receive_dropped_total", "node_network_receive_drop_total", "netdev_receive_dropped"],
        ["netdev_receive_fifo_total", "node_network_receive_fifo_total", "netdev_receive_fifo"],
        ["netdev_receive_frame_total", "node_network_receive_frame_total", "netdev_receive_frame"],
        ["netdev_receive_compressed_total", "node_network_receive_compressed_total", "netdev_receive_compressed"],
        ["netdev_receive_multicast_total", "node_network_receive_multicast_total", "netdev_receive_multicast"],
        ["netdev_transmit_bytes_total", "node_network_transmit_bytes_total", "netdev_transmit_bytes"],
        ["netdev_transmit_packets_total", "node_network_transmit_packets_total", "netdev_transmit_packets"],
        ["netdev_transmit_errors_total", "node_network_transmit_errs_total", "netdev_transmit_errors"],
        ["netdev_transmit_dropped_total", "node_network_transmit_drop_total", "netdev_transmit_dropped"],
        ["netdev_transmit_fifo_total", "node_network_transmit_fifo_total", "netdev_transmit_fifo"],
        ["netdev_transmit_collisions_total", "node_network_transmit_colls_total", "netdev_transmit_collisions"],
        ["netdev_transmit_carrier_total", "node_network_transmit_carrier_total", "netdev_transmit_carrier"],
        ["netdev_transmit_compressed_total", "node_network_transmit_compressed_total", "netdev_transmit_compressed"],
    ];

    /// <remarks>Source: The Unicode Standard, table 3-7, well-formed UTF-8 byte sequences.</remarks>
    private static readonly Regex Utf8Character = new(
        @"\A(?:[\x00-\x7F]|[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}"
        + @"|\xED[\x80-\x9F][\x80-\xBF]|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}"
        + @"|\xF4[\x80-\x8F][\x80-\xBF]{2})");

    /// <param name="scheme">Index of the name scheme: netdev, node, article.</param>
    /// <returns>The page; its characters are bytes.</returns>
    internal static string Write(IReadOnlyList<Device> devices, int scheme)
    {
        StringBuilder page = new();
        string type = scheme == 2 ? "gauge" : "counter";
        string label = scheme == 1 ? "device" : "interface";
        string[] values = devices.Select(device => EscapeLabel(device.Name)).ToArray();
        for (int column = 0; column < Families.Count; column++)
        {
            string name = Families[column][scheme];
            string help = scheme == 1
                ? "Network device statistic " + name["node_network_".Length..^"_total".Length] + "."
                : NetDevColumn.All[column].Help;
            page.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
            page.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
            for (int device = 0; device < devices.Count; device++)
            {
                page.Append(name).Append('{').Append(label).Append("=\"").Append(values[device]).Append("\"} ");
                page.Append(devices[device].Values[column]).Append('\n');
            }
        }

        return page.ToString();
    }

    /// <summary>
    /// A label's value: what is UTF-8 as it is, escaped as the text format wants it; any other byte, and a slash, as
    /// /xx.
    /// </summary>
    internal static string EscapeLabel(string name)
    {
        StringBuilder label = new();
        while (name.Length > 0)
        {
            int length = MeasureCharacter(name);
            string character = length == 0 ? name[..1] : name[..length];
            label.Append(character switch
            {
                "\\" => "\\\\",
                "\"" => "\\\"",
                "\n" => "\\n",
                "/" => "/2f",
                _ when length == 0 => "/" + ((int)character[0]).ToString("x2"),
                _ => character,
            });
            name = name[character.Length..];
        }

        return label.ToString();
    }

    /// <summary>How many bytes the first character takes in UTF-8; 0 where the first byte is no part of one.</summary>
    private static int MeasureCharacter(string name) => Utf8Character.Match(name).Length;
}
