using System;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>Clients that come in crowds, and take what they ask for.</summary>
public sealed class CrowdTests
{
    [Fact]
    public async Task Six_clients_that_take_their_answers_at_once_get_them_whole()
    {
        using TemporaryFolder folder = new();
        // A socket file takes 208 KiB of an answer before the client has to; so does TCP with a small send buffer.
        using Instance exporter = Instance.StartAt(
            new UnixDomainSocketEndPoint(folder.PathOf("socket")),
            ["--path.netdev", folder.Write("dev", NetDevText.OfContainers(1004))]);
        Task<int>[] clients = [.. Enumerable.Range(0, 6).Select(_ => Task.Factory.StartNew(
            () => Ask(exporter, 300), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        int[] cut = await Task.WhenAll(clients);
        Assert.Equal(0, cut.Sum());
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
