using System;
using NetdevExporter.Platform;
using NetdevExporter.Source;

namespace NetdevExporter.Exposition;

/// <summary>
/// Families of node_exporter that are not about interfaces: dashboards choose hosts by them. Left out of the text file,
/// whose reader has them itself.
/// </summary>
internal static class NodeFamilies
{
    private const string Gauge = "gauge";

    /// <summary>Creates the table.</summary>
    /// <param name="buildLabels">The labels of <c>node_exporter_build_info</c>.</param>
    internal static Family[] Create(NodeIdentity node, string buildLabels) =>
    [
        Constant(
            "node_uname_info", "Labeled system information as provided by the uname system call.", WriteLabels(node)),
        Constant(
            "node_exporter_build_info",
            "A metric with a constant '1' value labeled by version, revision, branch, goversion from which "
                + "node_exporter was built, and the goos and goarch for the build.",
            buildLabels),
        new(
            "node_scrape_collector_duration_seconds", Gauge, "node_exporter: Duration of a collector scrape.",
            "{collector=\"",
            static (start, in reading, in _, ref page) => Write(start, reading, isDuration: true, ref page)),
        new(
            "node_scrape_collector_success", Gauge, "node_exporter: Whether a collector succeeded.", "{collector=\"",
            static (start, in reading, in _, ref page) => Write(start, reading, isDuration: false, ref page)),
    ];

    private static Family Constant(string name, string help, string labels) =>
        new(
            name, Gauge, help, "{" + labels + "} 1\n",
            static (start, in reading, in _, ref page) =>
            {
                page.Write(start);
                return !reading.IsTextFile;
            });

    private static string WriteLabels(NodeIdentity node)
    {
        ReadOnlySpan<string> names = ["sysname", "nodename", "release", "version", "machine", "domainname"];
        string labels = "";
        for (int i = 0; i < names.Length; i++)
        {
            labels += (i == 0 ? "" : ",") + names[i] + "=\"" + Families.Escape(node.Fields[i]) + "\"";
        }

        return labels;
    }

    /// <summary>Writes a sample for each collector, of which net/dev succeeds: otherwise there is no page.</summary>
    private static bool Write(byte[] start, in Reading reading, bool isDuration, ref ByteWriter page)
    {
        ReadOnlySpan<byte> collector = "netdev\"} "u8;
        long duration = reading.DurationNanoseconds;
        bool isRead = true;
        while (duration >= 0)
        {
            page.Write(start);
            page.Write(collector);
            if (isDuration)
            {
                page.WriteSeconds(duration);
            }
            else
            {
                page.WriteNumber(isRead ? 1 : 0);
            }

            page.Write("\n"u8);
            duration = collector.Length == "netdev\"} "u8.Length ? reading.SysfsDurationNanoseconds : -1;
            collector = "netclass\"} "u8;
            isRead = reading.Links is not null;
        }

        return !reading.IsTextFile;
    }
}
