using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using NetdevExporter.EndToEnd.Executable;
using Xunit;

namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>
/// A thousand connections that mean it ill, at 64 places: who scrapes gets every page, in time, and the exporter
/// stays inside its bounds and comes to rest afterwards.
/// </summary>
[Collection(Alone.Name)]
public sealed class AttackTests
{
    private const int Places = 64; // --web.max-connections
    private const int RestSeconds = 60;

    private static readonly int Seconds = int.Parse(
        Environment.GetEnvironmentVariable("NETDEV_EXPORTER_ATTACK_SECONDS") ?? "5", CultureInfo.InvariantCulture);

    /// <summary>
    /// Of a large table. Emulated, a page takes ten times as long to make, while the exporter's patience with who takes
    /// nothing of it is the same, so the table is smaller.
    /// </summary>
    private static readonly int InterfacesMax = Machine.IsEmulated ? 300 : 1004;

    /// <summary>What may be left of an attack; qemu keeps the code that it has translated.</summary>
    private static readonly int ResidentKibibytesMore = Machine.IsEmulated ? 2048 : 256;

    /// <summary>99 % within 100 is the promise; in the short run there is room for a busy machine.</summary>
    private static readonly double WithinMilliseconds = Seconds >= 60 ? 100 : 900;

    [Theory]
    [InlineData(AttackKind.Drip, 4, 3, 0)]
    [InlineData(AttackKind.Silent, 4, 3, 0)]
    [InlineData(AttackKind.Silent, 4, 3, 31)] // half of the places are then of others who have been served
    [InlineData(AttackKind.NeverRead, 4, 3, 0)]
    [InlineData(AttackKind.OpenAndClose, 4, 3, 0)]
    [InlineData(AttackKind.AskAndNeverRead, 4, 3, 0)]
    [InlineData(AttackKind.NeverRead, 1004, 8, 0)]
    [InlineData(AttackKind.DripRead, 1004, 8, 0)]
    public void Who_scrapes_gets_every_page_in_time_and_afterwards_it_is_at_rest(
        AttackKind kind, int interfaces, int mebibytes, int served)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.OfContainers(Math.Min(interfaces, InterfacesMax)));
        using Instance exporter = Instance.Start("--path.netdev", path);
        _ = exporter.GetPage();
        Thread.Sleep(300);
        int descriptors = CountDescriptors(exporter);
        long resident = ProcessMemory.Of(exporter).Resident;
        long processor = CpuMilliseconds(exporter);
        WireClient[] idle = [.. Enumerable.Range(0, served).Select(_ => exporter.Connect())];
        Assert.All(idle, client => Assert.Equal(200, client.Get("/-/healthy").Status));
        using (Attack attack = new(kind, exporter))
        {
            Scraper[] scrapers = [new(exporter, isKept: true, Seconds), new(exporter, isKept: false, Seconds)];
            int most = WatchDescriptors(exporter, scrapers);
            processor = CpuMilliseconds(exporter) - processor;
            long peak = ProcessMemory.Of(exporter).Peak;
            TestContext.Current.SendDiagnosticMessage(
                $"{kind}, {interfaces} interfaces, {served} served: {attack.Comings} connections in {Seconds} s; {scrapers[0]}; "
                + $"{scrapers[1]}; CPU {processor} ms, peak {peak} KiB, {most} descriptors");
            Assert.All(scrapers, scraper => Assert.Empty(scraper.Failures));
            double[] times = [.. scrapers.SelectMany(scraper => scraper.Times).Order()];
            Assert.InRange(times[(int)Math.Ceiling(0.99 * times.Length) - 1], 0, WithinMilliseconds);
            Assert.InRange(most, 0, descriptors + Places + 1); // who comes is accepted before another leaves
            Assert.InRange(peak - (Machine.IsEmulated ? resident : 0), 0, mebibytes * 1024); // qemu's own is 15 MiB
            Assert.InRange(processor, 0, (Seconds + 1) * 1000); // one processor at most
            Assert.InRange(attack.Comings, Attack.Connections, long.MaxValue);
            Assert.InRange(most, descriptors + (Places / 2), int.MaxValue); // the attack was one
        }

        Array.ForEach(idle, client => client.Dispose());
        Wait.Until(() => CountDescriptors(exporter) == descriptors, RestSeconds, "the descriptors of the attackers");
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
                most = Math.Max(most, CountDescriptors(exporter));
            }
        }

        return most;
    }

    private static int CountDescriptors(Instance exporter) =>
        Directory.GetFiles($"/proc/{exporter.ProcessId}/fd").Length;

    private static long CpuMilliseconds(Instance exporter)
    {
        string[] fields = File.ReadAllText($"/proc/{exporter.ProcessId}/stat").Split(") ")[1].Split(' ');
        return (long.Parse(fields[11]) + long.Parse(fields[12])) * 10; // utime and stime, in ticks of 10 ms
    }
}
