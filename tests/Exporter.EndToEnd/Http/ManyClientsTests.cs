using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NetdevExporter.EndToEnd.Executable;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>
/// Many clients at once, many one after the other, and clients that go away: nobody's page suffers, and nothing stays
/// behind.
/// </summary>
public sealed class ManyClientsTests
{
    [Fact]
    public void Sixty_four_clients_at_once_get_whole_pages()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Start(folder, NetDevText.Many(1000));
        WireClient[] clients = [.. Enumerable.Range(0, 64).Select(_ => exporter.Connect())];
        for (int round = 0; round < 3; round++)
        {
            foreach (WireClient client in clients)
            {
                client.Request("/metrics");
            }

            string[] pages = [.. clients.Select(client => client.Read().Text)];
            Assert.Equal(1000, MetricsPage.Parse(pages[^1])["netdev_receive_bytes_total"].Samples.Count);
            // The file does not change, so all that is of it is the same.
            Assert.Single(pages.Select(page => page[..page.IndexOf("# HELP netdev_exporter_build_info")]).Distinct());
        }
    }

    [Fact]
    public async Task Sixty_four_threads_that_ask_all_the_time_get_answers_in_order()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Start(folder, NetDevText.Many(40));
        string[] paths = ["/metrics", "/-/healthy", "/nowhere", "/"];
        int[] statuses = [200, 200, 404, 200];
        Task[] tasks = [.. Enumerable.Range(0, 64).Select(number => Task.Factory.StartNew(
            () =>
            {
                using WireClient client = exporter.Connect();
                for (int i = number; i < number + 50; i++)
                {
                    Assert.Equal(statuses[i % 4], client.Get(paths[i % 4]).Status);
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        await Task.WhenAll(tasks).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_client_that_disappears_in_the_middle_of_its_response_harms_nobody()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Many(5000)));
        Descriptors.AwaitRest(exporter);
        int descriptors = Descriptors.Count(exporter);
        for (int i = 0; i < 30; i++)
        {
            WireClient gone = exporter.Connect(receiveBufferBytes: 4096);
            gone.Request("/metrics");
            Thread.Sleep(i);
            gone.Reset();
        }

        Assert.Equal(5000, exporter.GetPage()["netdev_receive_bytes_total"].Samples.Count);
        AwaitDescriptors(exporter, descriptors);
    }

    [Fact]
    public void A_slow_reader_gets_the_page_of_its_request_whole_while_others_get_newer_ones()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Many(5000)));
        WireClient[] slow = [exporter.Connect(receiveBufferBytes: 4096), exporter.Connect(receiveBufferBytes: 4096)];
        foreach (WireClient client in slow)
        {
            client.Request("/metrics");
            Thread.Sleep(50);
        }

        folder.Write("new", NetDevText.Many(10));
        File.Move(folder.PathOf("new"), folder.PathOf("dev"), overwrite: true);
        Thread.Sleep(1200);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(10, exporter.GetPage()["netdev_receive_bytes_total"].Samples.Count);
        }

        foreach (WireClient client in slow)
        {
            MetricsPage page = MetricsPage.Parse(client.Read().Text);
            Assert.All(page.Families.Take(16), family => Assert.Equal(5000, family.Samples.Count));
        }
    }

    [Fact]
    public void Readers_that_take_nothing_do_not_make_the_process_grow_with_their_number()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Many(5000)));
        for (int i = 0; i < 50; i++)
        {
            WireClient client = exporter.Connect(receiveBufferBytes: 4096);
            client.Request("/metrics");
            Thread.Sleep(10);
        }

        int pageBytes = exporter.GetPage().Text.Length;
        Assert.InRange(ProcessMemory.Of(exporter).Resident * 1024.0 / pageBytes, 0, 8); // and not fifty
    }

    [Fact]
    public void A_thousand_connections_leave_no_descriptor_behind()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Plain));
        Descriptors.AwaitRest(exporter);
        int descriptors = Descriptors.Count(exporter);
        int threads = Directory.GetDirectories($"/proc/{exporter.ProcessId}/task").Length;
        for (int i = 0; i < 1000; i++)
        {
            using WireClient client = exporter.Connect();
            switch (i % 4)
            {
                case 0:
                    Assert.Equal(200, client.Get("/metrics").Status);
                    break;
                case 1:
                    Assert.Equal(200, client.Get("/metrics", "Connection: close\r\n").Status);
                    break;
                case 2:
                    client.Send("GET /metr");
                    break;
                default:
                    client.Reset();
                    break;
            }
        }

        AwaitDescriptors(exporter, descriptors);

        // One more for the connection that asks; the exporter counts at most once a second.
        Wait.Until(
            () => exporter.GetPage().Value("process_open_fds") == descriptors + 1, 10, "the count of open descriptors");
        Assert.Equal(threads, Directory.GetDirectories($"/proc/{exporter.ProcessId}/task").Length);
    }

    /// <summary>
    /// Waits until as many descriptors are open as before; what a client that closed left to drain is closed a second
    /// later.
    /// </summary>
    private static void AwaitDescriptors(Instance exporter, int expected)
    {
        Wait.TryUntil(() => Descriptors.Count(exporter) == expected, 10);
        Assert.Equal(expected, Descriptors.Count(exporter));
    }

    /// <summary>With room for the connection that waited for the start, too: no client is told to close.</summary>
    private static Instance Start(TemporaryFolder folder, string table) =>
        Instance.Start("--path.netdev", folder.Write("dev", table), "--web.max-connections", "80");
}
