using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using NetdevExporter.Devices;
using NetdevExporter.Exposition;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;
using NetdevExporter.Source;
using NetdevExporter.Sysfs;

namespace NetdevExporter.Bench;

/// <summary>
/// What the stages cost in process: microseconds and bytes allocated, the median of several interleaved rounds.
/// Compare the rows of one run; single times say little on a busy machine.
/// </summary>
internal static class Stages
{
    private const int Rounds = 9;

    private static readonly int[] Sizes = [4, 100, 1000, 5000];

    /// <summary>Measures, and prints a table.</summary>
    internal static void Run()
    {
        Console.WriteLine("| devices | text bytes | parse µs | write µs | page µs | ns a device | allocated bytes |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|");
        foreach (int devices in Sizes)
        {
            Measure(devices);
        }

        byte[] head = Encoding.ASCII.GetBytes(
            "GET /metrics HTTP/1.1\r\nHost: netdev-exporter:8080\r\nUser-Agent: Prometheus/2.53.0\r\n"
            + "Accept: application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2\r\n"
            + "Accept-Encoding: gzip\r\nX-Prometheus-Scrape-Timeout-Seconds: 10\r\n\r\n");
        double microseconds = Median(100_000, () => RequestParser.Parse(head, out _));
        Print($"\nA request of {head.Length} bytes is parsed in {microseconds:F3} µs.");
        MeasureGzip(1000);
        MeasureFilter(1000, 10);
        MeasureSysfs();
    }

    /// <summary>What a reading of this machine's sysfs takes; in a namespace with many interfaces, of these.</summary>
    private static void MeasureSysfs()
    {
        using LinkTable table = new();
        using LinkTable before = new();
        SysfsReader reader = new("/sys", static _ => true);
        double microseconds = Median(20, () => reader.Read(table, before));
        Print($"A reading of sysfs takes {microseconds:F0} µs for {table.Count} interfaces.");
    }

    private static void Measure(int devices)
    {
        byte[] text = Latin1.Bytes(NetDevText.OfContainers(devices));
        byte[] lines = new byte[Unsafe.SizeOf<NetDevLine>() * devices];
        int[] buckets = new int[8192];
        byte[] labels = new byte[PageWriter.LabelBytesMax(text.Length)];
        int[] labelEnds = new int[devices];
        byte[] room = new byte[16 * 128 * (devices + 16)];
        Family[] families = Families.CreateDeviceFamilies(NameScheme.All[0]);
        int repetitions = Math.Max(10, 200_000 / devices);
        Span<NetDevLine> Lines() =>
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, NetDevLine>(lines.AsSpan());

        double parse = Median(repetitions, () => NetDevParser.Parse(text, null, Lines(), buckets, out _));
        double both = Median(
            repetitions,
            () =>
            {
                _ = NetDevParser.Parse(text, null, Lines(), buckets, out NetDevSnapshot snapshot);
                ByteWriter writer = new(room);
                PageWriter.Write(new Reading { Devices = snapshot }, families, labels, labelEnds, ref writer);
            });

        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, text);
        using Scrape scrape = new(path, NameScheme.All[0], withProcessMetrics: false);
        using Page page = new();
        double whole = Median(repetitions, () => scrape.TryWrite(page, Clock.Milliseconds));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            scrape.TryWrite(page, Clock.Milliseconds);
        }

        long allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        File.Delete(path);
        double perDevice = whole * 1000 / devices;
        Print(
            $"""
            | {devices} | {text.Length} | {parse:F2} | {both - parse:F2} | {whole:F2} | {perDevice:F0} | {allocated} |
            """);
    }

    /// <summary>What it costs to compress a page, and how much that saves on the wire.</summary>
    private static void MeasureGzip(int devices)
    {
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, Latin1.Bytes(NetDevText.OfContainers(devices)));
        using Scrape scrape = new(path, NameScheme.All[0], withProcessMetrics: false);
        using Page page = new();
        using Page encoded = new();
        using GzipEncoder encoder = new();
        scrape.TryWrite(page, Clock.Milliseconds);
        File.Delete(path);
        double microseconds = Median(100, () => encoder.TryEncode(page, encoded));
        Print($"A page of {page.Length} bytes is compressed to {encoded.Length} in {microseconds:F0} µs.");
    }

    /// <summary>What it costs to parse the lines of a container host, with several filters.</summary>
    private static void MeasureFilter(int devices, int shown)
    {
        int excluded = devices - shown;
        string[] names = [.. Enumerable.Range(0, shown).Select(i => $"enp{i}s0")];
        byte[] text = Latin1.Bytes(NetDevText.OfContainers(excluded) + NetDevText.Rows(names));
        byte[] lines = new byte[Unsafe.SizeOf<NetDevLine>() * devices];
        int[] buckets = new int[1024];
        Print($"Parsing {devices} interfaces:");
        foreach (string globs in new[] { "", "veth*", "@containers", "none*,@containers,*a*b*c*", "x*,y*,z*" })
        {
            DeviceFilter? filter = globs.Length == 0 ? null : new DeviceFilter("", globs);
            int count = 0;
            double microseconds = Median(
                200,
                () =>
                {
                    Span<NetDevLine> room =
                        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, NetDevLine>(lines.AsSpan());
                    _ = NetDevParser.Parse(text, filter, room, buckets, out NetDevSnapshot snapshot);
                    count = snapshot.Count;
                });
            Print($"{microseconds:F1} µs, {count} shown, with --device.exclude={globs}");
        }
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>Microseconds that an action takes, repeated in several rounds; the median of the rounds.</summary>
    private static double Median(int repetitions, Action action)
    {
        double[] rounds = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < repetitions; i++)
            {
                action();
            }

            rounds[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / repetitions;
        }

        Array.Sort(rounds);
        return rounds[Rounds / 2];
    }
}
