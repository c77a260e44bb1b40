using System.Diagnostics;
using System.Threading;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>
/// A response that is not taken is dropped after thirty seconds; one that is taken slowly within them is not.
/// </summary>
public sealed class SlowReaderTests
{
    [Fact]
    public void A_response_that_is_not_taken_within_thirty_seconds_is_dropped()
    {
        Machine.SkipUnderEmulation("a deadline is a number, the same for each architecture");
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Many(20_000)));
        using WireClient slow = exporter.Connect(receiveBufferBytes: 4096);
        using WireClient stuck = exporter.Connect(receiveBufferBytes: 4096);
        slow.Request("/metrics");
        stuck.Request("/metrics");
        Stopwatch clock = Stopwatch.StartNew();
        Thread.Sleep(20_000);
        Assert.Equal((byte)'\n', slow.Read().Body[^1]);
        Assert.Equal(2, CountClients(exporter));
        for (int attempt = 0; attempt < 200 && CountClients(exporter) > 1; attempt++)
        {
            Thread.Sleep(100);
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 29, 36);
        Assert.Equal(200, slow.Get("/-/healthy").Status);
    }

    /// <summary>How many sockets it has beside those that it began with: the one that listens, and its own.</summary>
    private static int CountClients(Instance exporter)
    {
        int sockets = 0;
        foreach (string file in System.IO.Directory.GetFiles($"/proc/{exporter.ProcessId}/fd"))
        {
            string? target = new System.IO.FileInfo(file).LinkTarget;
            sockets += target is not null && target.StartsWith("socket:") ? 1 : 0;
        }

        return sockets - 1;
    }
}
