using System.Text;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;
using NetdevExporter.Source;

namespace NetdevExporter.Exposition;

/// <summary>The table of families, in the order of the page.</summary>
internal static class Families
{
    private const string Counter = "counter";
    private const string Gauge = "gauge";

    /// <summary>Writes the value of a family with one sample; returns false if it is unknown.</summary>
    private delegate bool ValueWriter(in Reading reading, ref ByteWriter page);

    /// <summary>Creates the table.</summary>
    /// <param name="scheme">How the devices' families are named; the other names are the same in every scheme.</param>
    /// <param name="buildLabels">The labels of <c>netdev_exporter_build_info</c>.</param>
    /// <param name="sourcePath">The file that is read.</param>
    /// <param name="withSysfs">Whether sysfs is read.</param>
    /// <param name="nodeFamilies">Those of the scheme <c>node</c> alone.</param>
    internal static Family[] Create(
        NameScheme scheme, string buildLabels, string sourcePath, bool withSysfs, Family[] nodeFamilies) =>
    [
        .. CreateDeviceFamilies(scheme),
        .. withSysfs ? LinkFamilies.Create(scheme) : [],
        .. nodeFamilies,
        Single(
            "netdev_exporter_build_info", Gauge, "The running build; always 1.", "{" + buildLabels + "}",
            static (in reading, ref page) => WriteNumber(1, ref page)),
        Single(
            "netdev_scrape_duration_seconds", Gauge, "Time to read and parse the file for this page.", "",
            static (in reading, ref page) => WriteSeconds(reading.DurationNanoseconds, ref page)),
        Single(
            "netdev_interfaces", Gauge, "Interfaces on this page.", "",
            static (in reading, ref page) => WriteNumber(reading.Devices.Count, ref page)),
        Single(
            "netdev_interfaces_excluded", Gauge, "Interfaces that the filter leaves out.", "",
            static (in reading, ref page) => WriteNumber(reading.Devices.ExcludedLines, ref page)),
        Single(
            "netdev_lines_skipped", Gauge, "Lines that could not be read as an interface.", "",
            static (in reading, ref page) => WriteNumber(reading.Devices.SkippedLines, ref page)),
        Single(
            "netdev_sysfs_age_seconds", Gauge, "Time since the last complete reading of sysfs began.", "",
            static (in reading, ref page) => WriteSeconds(reading.SysfsAgeNanoseconds, ref page)),
        new(
            "netdev_source_info", Gauge, "Which file is read, and whose interfaces it shows; always 1.",
            "{path=\"" + Escape(sourcePath) + "\",namespace=\"",
            static (start, in reading, in _, ref page) =>
            {
                page.Write(start);
                page.Write(NetworkNamespace.Label(reading.Owner));
                page.Write("\"} 1\n"u8);
                return true;
            }),

        // Source: Prometheus, "Writing client libraries", process metrics. Values that the kernel does not provide are
        // left out.
        Single(
            "process_cpu_seconds_total", Counter, "User and system CPU time.", "",
            static (in reading, ref page) => WriteSeconds(reading.Process?.CpuNanoseconds ?? -1, ref page)),
        Single(
            "process_start_time_seconds", Gauge, "Start time since the Unix epoch.", "",
            static (in reading, ref page) => WriteSeconds(reading.Process?.StartNanoseconds ?? -1, ref page)),
        Single(
            "process_resident_memory_bytes", Gauge, "Resident memory.", "",
            static (in reading, ref page) => WriteNumber(reading.Process?.ResidentBytes ?? -1, ref page)),
        Single(
            "process_open_fds", Gauge, "Open file descriptors.", "",
            static (in reading, ref page) => WriteNumber(reading.Process?.OpenFiles ?? -1, ref page)),
        Single(
            "process_max_fds", Gauge, "Maximum number of open file descriptors.", "",
            static (in reading, ref page) => WriteNumber(reading.Process?.OpenFilesMax ?? -1, ref page)),
    ];

    /// <summary>Creates the sixteen families with one sample per device, one for each column of the file.</summary>
    internal static Family[] CreateDeviceFamilies(NameScheme scheme)
    {
        Family[] families = new Family[NetDevColumn.Count];
        for (int i = 0; i < families.Length; i++)
        {
            int column = i;
            NetDevColumn row = NetDevColumn.All[i];
            families[i] = new Family(
                scheme.FamilyName(row), scheme.Type, scheme.FamilyHelp(row), "{" + scheme.Label + "=\"",
                (start, in reading, in labels, ref page) =>
                    ColumnWriter.Write(column, start, reading, labels, ref page));
        }

        return families;
    }

    private static Family Single(string name, string type, string help, string labels, ValueWriter writeValue) =>
        new(
            name, type, help, labels + " ",
            (start, in reading, in _, ref page) =>
            {
                page.Write(start);
                bool isKnown = writeValue(reading, ref page);
                page.Write("\n"u8);
                return isKnown;
            });

    private static bool WriteNumber(long value, ref ByteWriter page)
    {
        page.WriteNumber(value);
        return value >= 0;
    }

    private static bool WriteSeconds(long nanoseconds, ref ByteWriter page)
    {
        page.WriteSeconds(long.Max(nanoseconds, 0));
        return nanoseconds >= 0;
    }

    /// <summary>Escapes backslashes, quotes and line feeds in a label value.</summary>
    internal static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (char character in text)
        {
            _ = character switch
            {
                '\\' or '"' => escaped.Append('\\').Append(character),
                '\n' => escaped.Append("\\n"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }
}
