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
        Families.Single(
            "node_uname_info", Gauge, "Labeled system information as provided by the uname system call.",
            "{domainname=\"" + Families.Escape(node.Domain) + "\",machine=\"" + Families.Escape(node.Machine)
                + "\",nodename=\"" + Families.Escape(node.Name) + "\",release=\"" + Families.Escape(node.Release)
                + "\",sysname=\"" + Families.Escape(node.SystemName) + "\",version=\"" + Families.Escape(node.Version)
                + "\"}",
            WriteOne),
        Families.Single(
            "node_exporter_build_info", Gauge,
            "A metric with a constant '1' value labeled by version, revision, branch, goversion from which "
                + "node_exporter was built, and the goos and goarch for the build.",
            "{" + buildLabels + "}", WriteOne),
        new(
            "node_scrape_collector_duration_seconds", Gauge, "node_exporter: Duration of a collector scrape.",
            "{collector=\"",
            static (start, in reading, in _, ref page) =>
            {
                page.Write(start);
                page.Write("netdev\"} "u8);
                page.WriteSeconds(reading.DurationNanoseconds);
                if (reading.SysfsDurationNanoseconds >= 0)
                {
                    page.Write("\n"u8);
                    page.Write(start);
                    page.Write("netclass\"} "u8);
                    page.WriteSeconds(reading.SysfsDurationNanoseconds);
                }

                page.Write("\n"u8);
                return !reading.IsTextFile;
            }),
        new(
            "node_scrape_collector_success", Gauge, "node_exporter: Whether a collector succeeded.", "{collector=\"",
            static (start, in reading, in _, ref page) =>
            {
                page.Write(start);
                page.Write("netdev\"} 1\n"u8); // otherwise there is no page
                if (reading.SysfsDurationNanoseconds >= 0)
                {
                    page.Write(start);
                    page.Write(reading.Links is null ? "netclass\"} 0\n"u8 : "netclass\"} 1\n"u8);
                }

                return !reading.IsTextFile;
            }),
    ];

    private static bool WriteOne(in Reading reading, ref ByteWriter page)
    {
        page.WriteNumber(1);
        return !reading.IsTextFile;
    }
}
