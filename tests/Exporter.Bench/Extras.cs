using System;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Threading;

namespace NetdevExporter.Bench;

/// <summary>What an exporter costs more if it reads sysfs, and once its live page was opened.</summary>
internal static class Extras
{
    private const int IdleSeconds = 20;

    /// <summary>Until after the second reading of sysfs, which comes 30 s after the first at most.</summary>
    private const int SettleSeconds = 40;

    private const int Scrapes = 200;
    private const int Visits = 5;

    private static readonly string[] PagePaths =
        ["/", "/-/page.css", "/-/page.js", "/-/metrics.js", "/-/icon.svg", "/metrics"];

    /// <summary>Prints a table for the interfaces that there are now.</summary>
    /// <param name="executable">The published netdev-exporter; /sys shows this process's network namespace.</param>
    internal static void Print(string executable, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"| {Interfaces.Count()} interfaces | resident, KiB | CPU a second, ms |");
        output.WriteLine("|---|---:|---:|");
        PrintRow("without sysfs", executable, output, visits: 0, sysfs: "/nowhere");
        PrintRow("with sysfs", executable, output, visits: 0, sysfs: "/sys", SettleSeconds);
        PrintRow($"without sysfs, page opened {Visits} times", executable, output, Visits, sysfs: "/nowhere");
    }

    private static void PrintRow(
        string what, string executable, TextWriter output, int visits, string sysfs, int settleSeconds = 0)
    {
        using Contender exporter = new(
            what, executable, "--path.procfs=/proc", "--source.allow-own", "--path.sysfs=" + sysfs);
        _ = exporter.Start();
        Thread.Sleep(settleSeconds * 1000);
        _ = LoadGenerator.Scrape(exporter, Scrapes, connections: 1, IdleSeconds);
        Visit(exporter, visits);
        double before = exporter.CpuMicroseconds();
        Thread.Sleep(IdleSeconds * 1000);
        double milliseconds = (exporter.CpuMicroseconds() - before) / 1000 / IdleSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {what} | {exporter.Kibibytes("VmRSS"):N0} | {milliseconds:F2} |"));
        output.Flush();
    }

    /// <summary>Asks for all that a browser asks for, compressed.</summary>
    private static void Visit(Contender exporter, int visits)
    {
        using HttpClient browser = new();
        browser.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        for (int i = 0; i < visits; i++)
        {
            foreach (string path in PagePaths)
            {
                using HttpRequestMessage request = new(HttpMethod.Get, new Uri(new Uri(exporter.Url), path));
                using HttpResponseMessage response = browser.Send(request);
                _ = response.EnsureSuccessStatusCode();
            }
        }
    }
}
