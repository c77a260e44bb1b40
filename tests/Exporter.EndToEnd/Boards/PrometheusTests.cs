using NetdevExporter.EndToEnd.Executable;
using Xunit;

namespace NetdevExporter.EndToEnd.Boards;

/// <summary>A board that serves, as one in a rack does, and a real Prometheus outside that scrapes it.</summary>
[Collection(Alone.Name)]
public sealed class PrometheusTests
{
    private const int Seconds = 600; // ten on an idle machine

    [Fact]
    public void It_scrapes_a_board_again_and_again_and_has_its_interfaces()
    {
        Board board = Board.Scraped;
        board.Require();
        int port = FreePort.Take();
        using Guest guest = new(
            board, "serve", "-netdev", $"user,id=net,hostfwd=tcp:127.0.0.1:{port}-:8080",
            "-device", "virtio-net-pci,netdev=net,romfile=");
        guest.WaitForLine("SERVING", Seconds);
        using (LocalPrometheus prometheus = new($"127.0.0.1:{port}"))
        {
            const string SteadilyUp = "count_over_time(up[10s]) >= 8 and min_over_time(up[10s]) == 1";
            prometheus.AwaitAndHold(
                () => prometheus.TryQuery(SteadilyUp) is not null, Seconds, "eight scrapes in a row");
            Assert.Equal(2, prometheus.TryQuery("""count(netdev_receive_bytes_total{interface=~"lo|eth0"})"""));
            Assert.Equal(1, prometheus.TryQuery("""netdev_source_info{namespace="host"}"""));
            Assert.Equal(1, prometheus.TryQuery($"netdev_exporter_build_info{{arch=\"{board.Architecture}\"}}"));
            Assert.True(prometheus.TryQuery("""rate(netdev_transmit_bytes_total{interface="eth0"}[10s])""") > 0);
        }

        guest.Type("stop");
        GuestReport report = new(guest.WaitForEnd(Seconds));
        Assert.Equal(["SIGTERM ends it with 0"], report.Passed);
        Assert.Empty(report.Failed);
    }
}
