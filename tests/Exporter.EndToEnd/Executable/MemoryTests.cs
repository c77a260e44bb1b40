using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>It is small, and stays as small as it is, however often it is asked.</summary>
[Collection(Alone.Name)]
public sealed class MemoryTests
{
    [Fact]
    public void Twenty_thousand_scrapes_of_four_interfaces_leave_it_within_1600_KiB_and_no_larger_than_half_of_them()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Start(folder, 4);
        Scrape(exporter, 10_000);
        ProcessMemory half = ProcessMemory.Of(exporter);
        Scrape(exporter, 10_000);
        ProcessMemory whole = ProcessMemory.Of(exporter);
        TestContext.Current.SendDiagnosticMessage($"4 interfaces: {half}, then {whole}");
        Assert.InRange(whole.Resident, 0, 1600);
        Assert.InRange(whole.Anonymous - half.Anonymous, -64, 64);
    }

    [Fact]
    public void Two_thousand_scrapes_of_a_thousand_interfaces_leave_it_within_3_MiB()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Start(folder, 1004);
        Scrape(exporter, 2_000);
        ProcessMemory memory = ProcessMemory.Of(exporter);
        TestContext.Current.SendDiagnosticMessage($"1004 interfaces: {memory}");
        Assert.InRange(memory.Resident, 0, 3 * 1024);
    }

    /// <summary>
    /// Always at the same addresses: where the kernel places the executable decides how much of it is mapped around
    /// what is used, in steps of 64 KiB.
    /// </summary>
    private static Instance Start(TemporaryFolder folder, int interfaces) => Instance.StartAt(
        FreePort.TakeLoopback(),
        ["--path.netdev", folder.Write("dev", NetDevText.OfContainers(interfaces))],
        "setarch", "--addr-no-randomize");

    private static void Scrape(Instance exporter, int count)
    {
        using WireClient client = exporter.Connect();
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(200, client.Get("/metrics").Status);
        }
    }
}
