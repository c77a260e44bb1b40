using System;
using System.Globalization;
using System.IO;
using System.Linq;
using NetdevExporter.EndToEnd.Executable;
using Xunit;

namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>
/// A thousand hostile connections at 64 places: a scraper gets every page in time, and the exporter stays inside its
/// bounds and comes to rest afterwards. The pace: a connection that is closed comes back at once; one that does not
/// read cannot notice, and comes back once a second.
/// </summary>
[Collection(Alone.Name)]
public sealed class AttackTests
{
    private const int Places = 64; // --web.max-connections
    private const int RestSeconds = 60;

    /// <summary>A busy machine delays the scrapers themselves: the promise has to hold in one of these.</summary>
    private const int RoundsMax = 3;

    /// <summary>What may be left of an attack.</summary>
    private const int ResidentKibibytesMore = 256;

    /// <summary>The promise: 99 % of all pages within so long; of fewer than a hundred, all but one.</summary>
    private const double WithinMilliseconds = 100;

    /// <summary>For the others.</summary>
    private const double LateMilliseconds = 1000;

    private static readonly int Seconds = int.Parse(
        Environment.GetEnvironmentVariable("EXPORTER_ATTACK_SECONDS") ?? "5", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(AttackKind.Drip, 4, 3, 0)]
    [InlineData(AttackKind.Silent, 4, 3, 0)]
    [InlineData(AttackKind.Silent, 4, 3, 31)] // half of the places are taken by others that were served
    [InlineData(AttackKind.NeverRead, 4, 3, 0)]
    [InlineData(AttackKind.OpenAndClose, 4, 3, 0)]
    [InlineData(AttackKind.AskAndNeverRead, 4, 3, 0)]
    [InlineData(AttackKind.NeverRead, 1004, 8, 0)]
    [InlineData(AttackKind.DripRead, 1004, 8, 0)]
    public void A_scraper_gets_every_page_in_time_and_afterwards_the_exporter_is_at_rest(
        AttackKind kind, int interfaces, int mebibytes, int served)
    {
        Machine.SkipUnderEmulation("qemu is slower than the exporter's patience, and its own memory is larger");
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.OfContainers(interfaces));
        using Instance exporter = Instance.Start("--path.netdev", path);
        Descriptors.AwaitRest(exporter); // what the start costs is not the attack's
        int descriptors = Descriptors.Count(exporter);
        long resident = ProcessMemory.Of(exporter).Resident;
        long processor = CpuMilliseconds(exporter);
        WireClient[] idle = [.. Enumerable.Range(0, served).Select(_ => exporter.Connect())];
        Assert.All(idle, client => Assert.Equal(200, client.Get("/-/healthy").Status));
        using (Attack attack = new(kind, exporter))
        {
            int most = 0;
            (double percentile, double longest) = (double.MaxValue, double.MaxValue);
            int rounds = 0;
            string[] failures = [];
            while ((percentile > WithinMilliseconds || longest > LateMilliseconds || failures.Length > 0)
                && rounds++ < RoundsMax)
            {
                Scraper[] scrapers = [new(exporter, isKept: true, Seconds), new(exporter, isKept: false, Seconds)];
                most = Math.Max(most, WatchDescriptors(exporter, scrapers));
                TestContext.Current.SendDiagnosticMessage(
                    $"{kind}, {interfaces} interfaces, {served} served: {attack.Comings} connections in "
                    + $"{rounds * Seconds} s; {scrapers[0]}; {scrapers[1]}; "
                    + $"CPU {CpuMilliseconds(exporter) - processor} ms, peak {ProcessMemory.Of(exporter).Peak} KiB, "
                    + $"{most} descriptors");
                double[] times = [.. scrapers.SelectMany(scraper => scraper.Times).Order()];
                percentile = times[Math.Min((int)Math.Ceiling(0.99 * times.Length) - 1, times.Length - 2)];
                longest = times[^1];
                failures = [.. scrapers.SelectMany(scraper => scraper.Failures)];
            }

            processor = CpuMilliseconds(exporter) - processor;
            long peak = ProcessMemory.Of(exporter).Peak;
            Assert.Empty(failures);
            Assert.InRange(percentile, 0, WithinMilliseconds);
            Assert.InRange(longest, 0, LateMilliseconds);
            Assert.InRange(most, 0, descriptors + Places + 1); // a client is accepted before another is evicted
            Assert.InRange(peak, 0, mebibytes * 1024);
            Assert.InRange(processor, 0, ((rounds * Seconds) + 1) * 1000); // one processor at most
            Assert.InRange(attack.Comings, Attack.Connections, long.MaxValue);

            // It was an attack. A client that is gone before it has sent anything is never accepted.
            Assert.InRange(most, kind == AttackKind.OpenAndClose ? 0 : descriptors + (Places / 2), int.MaxValue);
        }

        Array.ForEach(idle, client => client.Dispose());
        Wait.Until(() => Descriptors.Count(exporter) == descriptors, RestSeconds, "the descriptors of the attackers");
        Assert.InRange(ProcessMemory.Of(exporter).Resident, 0, resident + ResidentKibibytesMore);
        Assert.Equal(200, exporter.Get("/metrics").Status);
        Assert.InRange(exporter.LogLines.Count, 1, 20 + Seconds); // and not a line for each of thousands
        Assert.Equal(0, exporter.Stop());
    }

    /// <summary>Waits for the scrapers; returns the most descriptors that were seen meanwhile.</summary>
    private static int WatchDescriptors(Instance exporter, Scraper[] scrapers)
    {
        int most = 0;
        foreach (Scraper scraper in scrapers)
        {
            while (!scraper.IsDoneWithin(200))
            {
                most = Math.Max(most, Descriptors.Count(exporter));
            }
        }

        return most;
    }

    private static long CpuMilliseconds(Instance exporter)
    {
        string[] fields = File.ReadAllText($"/proc/{exporter.ProcessId}/stat").Split(") ")[1].Split(' ');
        return (long.Parse(fields[11]) + long.Parse(fields[12])) * 10; // utime and stime, in ticks of 10 ms
    }
}
