using System.IO;
using System.Linq;
using System.Net.Sockets;
using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>It is small, and stays as small as it is, however often it is asked.</summary>
[Collection(Alone.Name)]
public sealed class MemoryTests
{
    private const string Offer = "Accept-Encoding: gzip\r\n";

    public MemoryTests() => Machine.SkipUnderEmulation("the memory is qemu's, its translations of the code among it");

    /// <summary>With sysfs, it has a thread more, and 400 KiB more at most.</summary>
    [Theory]
    [InlineData(1600)]
    [InlineData(1600 + 400, "--path.sysfs=/sys")]
    public void Twenty_thousand_scrapes_of_four_interfaces_leave_it_small_and_no_larger_than_half_of_them(
        int kibibytesMax, params string[] flags)
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Start(folder, 4, flags);
        Scrape(exporter, 10_000);
        ProcessMemory half = ProcessMemory.Of(exporter);
        Scrape(exporter, 10_000);
        ProcessMemory whole = ProcessMemory.Of(exporter);
        TestContext.Current.SendDiagnosticMessage($"4 interfaces {string.Join(' ', flags)}: {half}, then {whole}");
        Assert.InRange(whole.Resident, 0, kibibytesMax);
        Assert.InRange(whole.Anonymous - half.Anonymous, -64, 64);
    }

    /// <summary>Code is given back at the start: none of it may have been written.</summary>
    [Fact]
    public void No_page_of_code_is_the_process_own()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Start(folder, 4);
        string[] maps = File.ReadAllText($"/proc/{exporter.ProcessId}/smaps").Split("VmFlags:");
        string code = Assert.Single(maps, map => map.Contains(" r-xp ") && map.Contains(Machine.Executable));
        Assert.Contains("\nAnonymous:             0 kB\n", code);
        Assert.Contains("\nPrivate_Dirty:         0 kB\n", code);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Offer)]
    public void Two_thousand_scrapes_of_a_thousand_interfaces_leave_it_within_3_MiB(string fields)
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Start(folder, 1004);
        Scrape(exporter, 2_000, fields);
        ProcessMemory memory = ProcessMemory.Of(exporter);
        TestContext.Current.SendDiagnosticMessage($"1004 interfaces: {memory}");
        Assert.InRange(memory.Resident, 0, 3 * 1024);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Offer)]
    public void Sixty_four_clients_at_once_a_third_of_them_slow_take_8_MiB_at_most_and_then_it_comes_down(string fields)
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Start(folder, 1004);
        Scrape(exporter, 100, fields);
        ProcessMemory before = ProcessMemory.Of(exporter);
        WireClient[] clients =
            [.. Enumerable.Range(0, 64).Select(i => exporter.Connect(receiveBufferBytes: i % 3 == 0 ? 4096 : 0))];
        WireClient[] quick = [.. clients.Where((_, i) => i % 3 != 0)];
        string[] fieldsOf = [.. clients.Select((_, i) => i % 2 == 0 ? fields : "")];
        for (int round = 0; round < 40; round++)
        {
            for (int i = 0; i < clients.Length; i++)
            {
                if (i % 3 != 0 || round % 10 == 0)
                {
                    Ask(exporter, ref clients[i], fieldsOf[i]); // who is slow has many to come, and takes none
                }
            }

            Assert.All(quick, client => Assert.Equal(200, client.Read().Status));
        }

        ProcessMemory crowded = ProcessMemory.Of(exporter);
        Assert.All(clients, client => client.Dispose());
        Scrape(exporter, 100, fields);
        ProcessMemory after = ProcessMemory.Of(exporter);
        TestContext.Current.SendDiagnosticMessage($"64 clients: {before}, then {crowded}, then {after}");
        Assert.InRange(crowded.Peak, before.Peak + 512, 8 * 1024);
        Assert.InRange(after.Resident, 0, before.Resident + 256);
    }

    [Fact]
    public void Sixty_four_clients_with_a_part_of_the_largest_head_take_36_KiB_each_and_then_it_comes_down()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Start(folder, 4);
        Scrape(exporter, 100);
        ProcessMemory before = ProcessMemory.Of(exporter);
        string head = "GET / HTTP/1.1\r\nHost: h\r\nCookie: " + new string('x', (32 * 1024) - 100);
        WireClient[] clients = [.. Enumerable.Range(0, 64).Select(_ => exporter.Connect())];
        Assert.All(clients, client => client.Send(head));
        Assert.All(clients, client => Assert.True(client.IsQuiet()));
        ProcessMemory crowded = ProcessMemory.Of(exporter);
        Assert.All(clients, client => client.Dispose());
        Scrape(exporter, 100);
        ProcessMemory after = ProcessMemory.Of(exporter);
        TestContext.Current.SendDiagnosticMessage($"64 partial heads: {before}, then {crowded}, then {after}");
        Assert.InRange(crowded.Resident, before.Resident + (64 * 30), before.Resident + (64 * 38));
        Assert.InRange(after.Resident, 0, before.Resident + 256);
    }

    /// <summary>Asks for a page; who has been dropped, since it takes none, comes again for it.</summary>
    private static void Ask(Instance exporter, ref WireClient client, string fields)
    {
        try
        {
            client.Request("/metrics", "GET", fields);
        }
        catch (SocketException)
        {
            client.Dispose();
            client = exporter.Connect(receiveBufferBytes: 4096);
            client.Request("/metrics", "GET", fields);
        }
    }

    /// <summary>
    /// Always at the same addresses: where the kernel places the executable decides how much of it is mapped around
    /// what is used, in steps of 64 KiB.
    /// </summary>
    private static Instance Start(TemporaryFolder folder, int interfaces, params string[] flags) => Instance.StartAt(
        FreePort.TakeLoopback(),
        ["--path.netdev", folder.Write("dev", NetDevText.OfContainers(interfaces)), .. flags],
        "setarch", "--addr-no-randomize");

    private static void Scrape(Instance exporter, int count, string fields = "")
    {
        using WireClient client = exporter.Connect();
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(200, client.Get("/metrics", fields).Status);
        }
    }
}
