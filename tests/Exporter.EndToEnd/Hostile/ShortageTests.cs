using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using Xunit;

namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>
/// Without memory or descriptors for another client it refuses that one and serves those that it has; and everybody
/// again when there is enough, without a restart.
/// </summary>
public sealed class ShortageTests
{
    private const int Crowd = 40;

    [Fact]
    public void Without_memory_for_a_crowd_it_serves_on()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Plain));
        using WireClient kept = exporter.Connect();
        Assert.Equal(200, kept.Get("/metrics").Status);

        ResourceLimit.HoldMemory(exporter, moreBytes: 0);
        WireClient[] crowd = [.. Enumerable.Range(0, Crowd).Select(_ => exporter.Connect())];
        Assert.Single(exporter.AwaitLogLines(3), line => line.Contains("no descriptor or memory"));
        Assert.Equal(200, kept.Get("/metrics").Status);
        Assert.False(exporter.HasExited);

        ResourceLimit.Lift(exporter);
        Thread.Sleep(200);
        Assert.Equal(200, exporter.Get("/metrics").Status);
        Assert.Equal(Crowd, crowd.Length);
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void Without_memory_for_a_large_head_it_is_503_or_closed_and_others_are_served()
    {
        Machine.SkipUnderEmulation("the memory is qemu's, which ends without it");
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Plain));
        using WireClient kept = exporter.Connect();
        Assert.Equal(200, kept.Get("/metrics").Status);
        WireClient[] crowd = [.. Enumerable.Range(0, Crowd).Select(_ => exporter.Connect())];
        Assert.All(crowd, client => Assert.Equal(200, client.Get("/-/healthy").Status));
        ResourceLimit.HoldMemory(exporter, moreBytes: 0);
        string head = "GET /-/healthy HTTP/1.1\r\nHost: h\r\nCookie: " + new string('x', 30 * 1024);
        Array.ForEach(crowd, client => client.Send(head));
        WireClient[] refused = [.. crowd.Where(client => !client.IsQuiet())];
        Assert.NotEmpty(refused);
        Assert.All(refused, client => Assert.Contains("Not enough memory", client.Read().Text));
        Assert.Equal(200, kept.Get("/metrics").Status);
        ResourceLimit.Lift(exporter);
        Assert.Equal(200, exporter.Get("/metrics").Status);
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void Without_memory_for_another_page_a_scrape_is_503_and_later_200()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Many(20_000)));
        Assert.Equal(200, exporter.Get("/metrics").Status);
        using WireClient kept = exporter.Connect();
        Assert.Equal(200, kept.Get("/-/healthy").Status);
        using WireClient slow = exporter.Connect(receiveBufferBytes: 4096);
        slow.Request("/metrics"); // holds the page that there is
        Thread.Sleep(300);

        ResourceLimit.HoldMemory(exporter, moreBytes: 1024 * 1024);
        WireResponse response = kept.Get("/metrics");
        Assert.Equal(503, response.Status);
        Assert.Contains("not enough memory", response.Text);
        Assert.Equal(200, kept.Get("/-/healthy").Status);
        Assert.Equal(200, slow.Read().Status);

        ResourceLimit.Lift(exporter);
        Assert.Equal(200, kept.Get("/metrics").Status);
        Assert.Equal(0, exporter.Stop());
    }

    /// <summary>Wherever memory runs out while buffers grow: each time another buffer is the first.</summary>
    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(3072)]
    [InlineData(4096)]
    [InlineData(5138)]
    [InlineData(6144)]
    [InlineData(8192)]
    [InlineData(12288)]
    public void Without_memory_for_many_more_interfaces_a_scrape_is_503_and_later_200(int moreKibibytes)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.Plain);
        using Instance exporter = Instance.Start("--path.netdev", path);
        Assert.Equal(200, exporter.Get("/metrics").Status);
        folder.Write("dev", NetDevText.Many(20_000));
        ResourceLimit.HoldMemory(exporter, moreKibibytes * 1024);
        Assert.Equal(503, exporter.AwaitStatus("/metrics", 503).Status);
        ResourceLimit.Lift(exporter);
        Assert.Equal(200, exporter.AwaitStatus("/metrics", 200).Status);
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void Allowed_fewer_descriptors_than_it_has_it_gives_some_up_and_can_be_stopped()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Plain));
        WireClient[] crowd = [.. Enumerable.Range(0, Crowd).Select(_ => exporter.Connect())];
        Assert.All(crowd, client => Assert.Equal(200, client.Get("/-/healthy").Status));
        ResourceLimit.HoldDescriptors(exporter, most: 20); // poll(2) takes no more than that from the next time on
        crowd[0].Request("/-/healthy");
        using Process process = Process.GetProcessById(exporter.ProcessId);
        TimeSpan before = process.TotalProcessorTime;
        Wait.Until(
            () => Directory.GetFiles($"/proc/{exporter.ProcessId}/fd").Length < Crowd, 10, "it to give descriptors up");
        Thread.Sleep(1_000);
        process.Refresh();
        Assert.InRange(process.TotalProcessorTime - before, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void Without_descriptors_for_a_crowd_it_serves_on()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Plain));
        Assert.Equal(200, exporter.Get("/metrics").Status);

        ResourceLimit.HoldDescriptors(exporter, most: 16);
        WireClient[] crowd = [.. Enumerable.Range(0, Crowd).Select(_ => exporter.Connect())];
        Assert.Single(exporter.AwaitLogLines(3), line => line.Contains("no descriptor or memory"));
        Assert.Equal(200, exporter.AwaitStatus("/-/healthy", 200).Status); // the longest idle gives its descriptor
        Assert.Contains(exporter.Get("/metrics").Status, new[] { 200, 503 }); // the file is opened anew once a second

        ResourceLimit.Lift(exporter);
        Assert.Equal(200, exporter.AwaitStatus("/metrics", 200).Status);
        Assert.Equal(Crowd, crowd.Length);
        Assert.Equal(0, exporter.Stop());
    }
}
