using System;
using System.Text;
using NetdevExporter.Procfs;

namespace NetdevExporter.Exposition;

/// <summary>What the exporter says of itself, behind the devices' families; the same in every name scheme.</summary>
internal static class ExporterPage
{
    /// <summary>Writes the families about this page and the reading that it comes from.</summary>
    /// <param name="buildInfo">The sample that says what runs, LF included.</param>
    /// <param name="snapshot">The devices of this page.</param>
    /// <param name="nanoseconds">How long reading and parsing took.</param>
    /// <param name="page">Where to.</param>
    internal static void Write(
        ReadOnlySpan<byte> buildInfo,
        NetDevSnapshot snapshot,
        long nanoseconds,
        ref PageWriter page)
    {
        page.Write("# HELP netdev_exporter_build_info What runs; always 1.\n"u8);
        page.Write("# TYPE netdev_exporter_build_info gauge\n"u8);
        page.Write(buildInfo);
        WriteGaugeStart(ref page, "netdev_scrape_duration_seconds"u8, "Reading and parsing the file for this page."u8);
        page.WriteSeconds(nanoseconds);
        page.Write("\n"u8);
        WriteGaugeStart(ref page, "netdev_interfaces"u8, "Interfaces on this page."u8);
        page.WriteNumber(snapshot.Count);
        page.Write("\n"u8);
        WriteGaugeStart(ref page, "netdev_lines_skipped"u8, "Lines that could not be read as an interface."u8);
        page.WriteNumber(snapshot.SkippedLines);
        page.Write("\n"u8);
    }

    /// <summary>The sample that says which file is read, up to whose interfaces it shows.</summary>
    internal static byte[] SourceStart(string path)
    {
        StringBuilder start = new("netdev_source_info{path=\"");
        foreach (char character in path)
        {
            _ = character switch
            {
                '\\' or '"' => start.Append('\\').Append(character),
                '\n' => start.Append("\\n"),
                _ => start.Append(character),
            };
        }

        return Encoding.UTF8.GetBytes(start.Append("\",namespace=\"").ToString());
    }

    /// <summary>Writes the family that says which file is read and whose interfaces it shows.</summary>
    /// <param name="start">What <see cref="SourceStart"/> has made.</param>
    /// <param name="owner">host, own or unknown.</param>
    internal static void WriteSource(ReadOnlySpan<byte> start, ReadOnlySpan<byte> owner, ref PageWriter page)
    {
        page.Write("# HELP netdev_source_info Which file is read, and whose interfaces it shows; always 1.\n"u8);
        page.Write("# TYPE netdev_source_info gauge\n"u8);
        page.Write(start);
        page.Write(owner);
        page.Write("\"} 1\n"u8);
    }

    /// <summary>Writes the families about the process, under the names that every exporter gives them.</summary>
    /// <remarks>
    /// Source: Prometheus, "Writing client libraries", process metrics. What the kernel would not tell is left out.
    /// </remarks>
    internal static void WriteProcess(OwnProcess process, ref PageWriter page)
    {
        page.Write("# HELP process_cpu_seconds_total User and system CPU time.\n"u8);
        page.Write("# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total "u8);
        page.WriteSeconds(OwnProcess.CpuNanoseconds);
        page.Write("\n"u8);
        WriteGaugeStart(ref page, "process_start_time_seconds"u8, "When the process started, since 1970 UTC."u8);
        page.WriteSeconds(process.StartNanoseconds);
        page.Write("\n"u8);
        WriteGauge(ref page, "process_resident_memory_bytes"u8, "Memory in RAM."u8, process.ReadResidentBytes());
        WriteGauge(ref page, "process_open_fds"u8, "Open file descriptors."u8, process.CountOpenFiles());
        WriteGauge(ref page, "process_max_fds"u8, "How many file descriptors may be open."u8, OwnProcess.OpenFilesMax);
    }

    /// <summary>Writes a whole family of one sample; none where the value is not known (below 0).</summary>
    private static void WriteGauge(ref PageWriter page, ReadOnlySpan<byte> name, ReadOnlySpan<byte> help, long value)
    {
        if (value >= 0)
        {
            WriteGaugeStart(ref page, name, help);
            page.WriteNumber(value);
            page.Write("\n"u8);
        }
    }

    private static void WriteGaugeStart(ref PageWriter page, ReadOnlySpan<byte> name, ReadOnlySpan<byte> help)
    {
        page.Write("# HELP "u8);
        page.Write(name);
        page.Write(" "u8);
        page.Write(help);
        page.Write("\n# TYPE "u8);
        page.Write(name);
        page.Write(" gauge\n"u8);
        page.Write(name);
        page.Write(" "u8);
    }
}
