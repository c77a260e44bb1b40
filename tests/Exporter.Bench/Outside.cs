using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace NetdevExporter.Bench;

/// <summary>
/// The executable measured from outside beside node_exporter with its netdev collector alone, in one interleaved run:
/// each round asks one, then the other. Runs as process 1 of a PID, network and mount namespace of its own, so that
/// <c>/proc/1/net/dev</c> is a table of interfaces that it made, and everything that it started ends with it.
/// </summary>
internal sealed class Outside(Contender[] contenders, TextWriter output)
{
    private const int Rounds = 3;
    private const int SecondsPerRun = 2;
    private const int Starts = 11;
    private const int SoakSecondsMax = 15;
    private const int LongSoakScrapes = 200_000;

    private static readonly int[] Connections = [1, 8];

    private readonly List<double> spreads = [];

    /// <summary>Measures, and prints a table that is ready to paste.</summary>
    /// <param name="executable">The published netdev-exporter.</param>
    /// <param name="nodeExporter">Debian's prometheus-node-exporter.</param>
    /// <param name="output">Where the table goes.</param>
    internal static void Run(string executable, string nodeExporter, TextWriter output)
    {
        using Contender ours = new(
            "netdev-exporter",
            executable,
            "--path.procfs=/proc",
            "--source.allow-own",
            "--web.disable-exporter-metrics");
        using Contender theirs = new(
            "node_exporter " + VersionOf(nodeExporter),
            nodeExporter,
            "--collector.disable-defaults",
            "--collector.netdev",
            "--collector.netdev.device-exclude=^$",
            "--web.disable-exporter-metrics");
        Outside outside = new([ours, theirs], output);
        output.WriteLine($"| | {ours.Name} | {theirs.Name} | times |");
        output.WriteLine("|---|---:|---:|---:|");
        outside.PrintLess("executable, bytes", "N0", contender => contender.ExecutableBytes);
        _ = Tool.Succeed("mount", ["-t", "sysfs", "none", "/sys"]); // of this network namespace
        Interfaces.MakeFirst();
        outside.Measure(soak: 20_000);
        string growth = SoakLong(ours);
        using StringWriter few = new();
        Extras.Print(executable, few);
        Interfaces.MakeMore(100);
        outside.Measure(soak: 2_000);
        outside.PrintConditions();
        output.WriteLine(growth);
        output.Write(few);
        Interfaces.MakeMore(900);
        Extras.Print(executable, output);
    }

    /// <summary>What it says of itself, on one stream or the other.</summary>
    private static string VersionOf(string nodeExporter)
    {
        ToolResult result = Tool.Run(nodeExporter, ["--version"]);
        return (result.Output + result.Error).Split("version ")[1].Split(' ')[0];
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private void Measure(int soak)
    {
        string interfaces = $"{Interfaces.Count()} interfaces";
        Dictionary<Contender, List<double>> starts = contenders.ToDictionary(it => it, _ => new List<double>());
        for (int start = 0; start < Starts; start++)
        {
            foreach (Contender contender in contenders)
            {
                contender.Stop();
                starts[contender].Add(contender.Start());
            }
        }

        PrintLess($"{interfaces}: start to first page, ms", "N1", contender => Median(starts[contender]));
        int least = contenders.Min(it => LoadGenerator.Scrape(it, soak, connections: 1, SoakSecondsMax));
        string memory = $"{interfaces}: resident after {Math.Min(least, soak):N0} scrapes, KiB";
        PrintLess(memory, "N0", contender => contender.Kibibytes("VmRSS"));
        foreach (int connections in Connections)
        {
            MeasureLoad(interfaces, connections);
        }
    }

    private void MeasureLoad(string interfaces, int connections)
    {
        Dictionary<Contender, List<Load>> loads = contenders.ToDictionary(it => it, _ => new List<Load>());
        for (int round = 0; round < Rounds; round++)
        {
            foreach (Contender contender in contenders)
            {
                loads[contender].Add(LoadGenerator.Run(contender, connections, SecondsPerRun));
            }
        }

        double PerSecond(Contender contender) => Median(loads[contender].Select(load => load.PerSecond));
        double Cpu(Contender contender) => Median(loads[contender].Select(load => load.CpuMicroseconds));
        foreach (List<Load> rounds in loads.Values)
        {
            double middle = Median(rounds.Select(load => load.CpuMicroseconds));
            spreads.Add((rounds.Max(load => load.CpuMicroseconds) - rounds.Min(load => load.CpuMicroseconds)) / middle);
        }

        string with = connections == 1 ? "1 connection" : $"{connections} connections";
        PrintLess($"{interfaces}, {with}: CPU a scrape, µs", "N1", Cpu);
        double times = PerSecond(contenders[0]) / PerSecond(contenders[1]);
        Print($"{interfaces}, {with}: scrapes a second", "N0", PerSecond, times);
    }

    /// <summary>How much memory of its own many more scrapes cost.</summary>
    private static string SoakLong(Contender ours)
    {
        long before = ours.Kibibytes("RssAnon");
        int scrapes = LoadGenerator.Scrape(ours, LongSoakScrapes, connections: 8, SoakSecondsMax);
        long after = ours.Kibibytes("RssAnon");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ours.Name} after {scrapes:N0} scrapes more: RssAnon {before} KiB before, {after} KiB after.");
    }

    /// <summary>A row in which less is better.</summary>
    private void PrintLess(string what, string format, Func<Contender, double> value) =>
        Print(what, format, value, value(contenders[1]) / value(contenders[0]));

    private void Print(string what, string format, Func<Contender, double> value, double times)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string[] cells = [.. contenders.Select(contender => value(contender).ToString(format, culture))];
        output.WriteLine($"| {what} | {cells[0]} | {cells[1]} | {times.ToString("N1", culture)} |");
        output.Flush();
    }

    private void PrintConditions()
    {
        string processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(
            line => line.StartsWith("model name", StringComparison.Ordinal), ": unknown").Split(": ")[1];
        string kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Trim();
        output.WriteLine();
        string conditions = string.Create(
            CultureInfo.InvariantCulture,
            $"Linux {kernel}, {Environment.ProcessorCount} x {processor}; wrk on the same machine, over loopback; "
            + $"medians of {Rounds} interleaved rounds of {SecondsPerRun} s, and of {Starts} starts. "
            + $"CPU a scrape varied by {Median(spreads):P0} between rounds, at most by {spreads.Max():P0}. ");
        output.WriteLine(conditions + "Times: how many times less; of scrapes a second, how many times more.");
    }
}
