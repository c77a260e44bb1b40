using System;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>Clients that come in crowds, and take what they ask for.</summary>
[Collection(Alone.Name)]
public sealed class CrowdTests
{
    /// <summary>
    /// A socket file takes 208 KiB of an answer before the client has to, and so does TCP with a small send buffer;
    /// these are more. Six pages at once are made long before a client that takes them would seem to take nothing
    /// (75 ms). Emulated, a page takes ten times as long to make, so it is smaller.
    /// </summary>
    private static readonly int Interfaces = Machine.IsEmulated ? 300 : 1004;

    [Fact]
    public async Task Six_clients_that_take_their_answers_at_once_get_them_whole()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.StartAt(
            new UnixDomainSocketEndPoint(folder.PathOf("socket")),
            ["--path.netdev", folder.Write("dev", NetDevText.OfContainers(Interfaces))]);
        Task<int>[] clients = [.. Enumerable.Range(0, 6).Select(_ => Task.Factory.StartNew(
            () => Ask(exporter, 300), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        int[] cut = await Task.WhenAll(clients);
        Assert.Equal(0, cut.Sum());
    }

    [Fact]
    public void Clients_that_come_and_go_leave_no_memory_behind()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.OfContainers(4)));
        AskAnew(exporter, 2_000);
        long before = ProcessMemory.Of(exporter).Resident;
        AskAnew(exporter, 5_000);
        Assert.InRange(ProcessMemory.Of(exporter).Resident, 0, before + 128); // a collection every 256 clients
    }

    /// <summary>Scrapes on a connection each.</summary>
    private static void AskAnew(Instance exporter, int scrapes)
    {
        for (int i = 0; i < scrapes; i++)
        {
            Assert.Equal(200, exporter.Get("/metrics").Status);
        }
    }

    /// <summary>Returns how many answers were cut off.</summary>
    private static int Ask(Instance exporter, int scrapes)
    {
        int cut = 0;
        WireClient client = exporter.Connect();
        for (int i = 0; i < scrapes; i++)
        {
            try
            {
                _ = client.Get("/metrics");
            }
            catch (Exception error) when (error is InvalidOperationException or SocketException)
            {
                cut++;
                client.Dispose();
                client = exporter.Connect();
            }
        }

        client.Dispose();
        return cut;
    }
}
