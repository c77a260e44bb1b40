using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>
/// A scrape on an open connection costs the reads that the file needs and three system calls more: poll(2), recv(2) and
/// send(2). The process's own metrics cost three calls a second, however many scrapes that second has.
/// </summary>
[Collection(Alone.Name)]
public sealed class SystemCallTests
{
    private const int Scrapes = 2_000;

    public SystemCallTests() => Machine.SkipUnderEmulation("strace sees qemu's system calls");

    [Theory]
    [InlineData(1, "", "--web.disable-exporter-metrics")]
    [InlineData(1, "", "--web.disable-exporter-metrics=false")] // the default
    [InlineData(51, "", "--web.disable-exporter-metrics=false")]
    [InlineData(51, "Accept-Encoding: gzip\r\n", "--web.disable-exporter-metrics=false")]
    public void A_scrape_is_what_reading_the_file_needs_and_three_calls_more(int pairs, string fields, string flag)
    {
        using PrivateNetwork network = new();
        network.Run("ip link add ifb0 type ifb");
        network.AddManyPairs(pairs);
        int readings = CountReadings(network);
        using Instance exporter = network.Start(flag);
        using WireClient client = exporter.Connect();
        Scrape(client, fields, 10); // buffers have their size
        Stopwatch clock = Stopwatch.StartNew();
        using Tracer tracer = new(exporter);
        Scrape(client, fields, Scrapes);
        IReadOnlyDictionary<string, int> calls = tracer.Stop();
        int seconds = 1 + (int)clock.Elapsed.TotalSeconds;
        string all = string.Join(", ", calls.Select(call => $"{call.Key} {call.Value}"));
        TestContext.Current.SendDiagnosticMessage(
            $"{2 + (2 * pairs)} interfaces, {readings} readings of the file: {all} in {seconds} s");
        Assert.InRange(calls["pread64"] - (Scrapes * readings), 0, seconds + 1); // one a second reads its memory
        Assert.Equal(Scrapes, calls["recvfrom"]);
        Assert.Equal(Scrapes, calls["sendto"]);
        Assert.InRange(calls["poll"], Scrapes - 1, Scrapes + 1 + seconds); // the first may have begun before strace
        string[] usual = ["pread64", "recvfrom", "sendto", "poll"];
        // Once a second the file is opened by its path again, and the process's own figures are read.
        Assert.True(calls.Where(call => !usual.Contains(call.Key)).Sum(call => call.Value) <= 6 * (seconds + 1), all);
    }

    /// <summary>How many readings a plain loop needs, the one that finds the end included.</summary>
    private static int CountReadings(PrivateNetwork network)
    {
        string report = network.Run("dd if=/proc/net/dev of=/dev/null bs=1M 2>&1"); // "0+4 records in"
        return int.Parse(report.Split('+', ' ')[1]) + 1;
    }

    private static void Scrape(WireClient client, string fields, int count)
    {
        for (int i = 0; i < count; i++)
        {
            WireResponse response = client.Get("/metrics", fields);
            Assert.Equal(200, response.Status);
            Assert.Equal(fields.Length > 0, response.Field("Content-Encoding") is not null);
        }
    }
}
