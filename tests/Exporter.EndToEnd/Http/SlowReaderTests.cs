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
        Assert.Equal(2, Descriptors.CountClients(exporter));
        Wait.TryUntil(() => Descriptors.CountClients(exporter) == 1, 20);
        Assert.InRange(clock.Elapsed.TotalSeconds, 29, 36);
        Assert.Equal(200, slow.Get("/-/healthy").Status);
    }
}
