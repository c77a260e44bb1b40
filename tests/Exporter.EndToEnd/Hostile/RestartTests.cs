using System.Net;
using System.Threading;
using Xunit;

namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>Killed in the middle of everything, it is there again at the same address at once.</summary>
public sealed class RestartTests
{
    [Fact]
    public void After_SIGKILL_with_clients_and_a_response_half_taken_the_next_one_has_the_port()
    {
        using TemporaryFolder folder = new();
        IPEndPoint address = FreePort.TakeLoopback();
        string[] flags = ["--path.netdev", folder.Write("dev", NetDevText.Many(20_000))];
        for (int i = 0; i < 3; i++)
        {
            using Instance exporter = Instance.StartAt(address, flags);
            using WireClient kept = exporter.Connect();
            Assert.Equal(200, kept.Get("/metrics").Status);
            using WireClient slow = exporter.Connect(receiveBufferBytes: 4096);
            slow.Request("/metrics");
            Thread.Sleep(100);
            exporter.Signal("KILL");
            Assert.Equal(128 + 9, exporter.AwaitExit());
        }
    }

    [Fact]
    public void Where_the_address_was_taken_it_starts_when_it_is_free()
    {
        IPEndPoint address = FreePort.TakeLoopback();
        using (Instance first = Instance.StartAt(address, ["--path.procfs=/proc"]))
        {
            ToolResult refused = Tool.Run(Machine.Executable, [$"--web.listen-address={address}"]);
            Assert.Equal(2, refused.ExitCode);
            Assert.Equal(0, first.Stop());
        }

        using Instance second = Instance.StartAt(address, ["--path.procfs=/proc"]);
        Assert.Equal(200, second.Get("/metrics").Status);
    }
}
