using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>How narrow a container it can live in, by what the kernel counts.</summary>
[Collection(SharedEngine.Name)]
public sealed class WallsTests(DockerEngine engine)
{
    private const int Mebibyte = 1024 * 1024;
    private const int Rounds = 10;

    [Fact]
    public void Eight_processes_and_6_MiB_hold_64_connections_that_ask_for_32_interfaces_a_quarter_of_them_slow()
    {
        using Walled walled = new(engine, interfaces: 32, mebibytes: 6, "--pids-limit", "8");
        Ask(walled, quick: 48, slow: 16);
        Assert.InRange(walled.Group.PeakBytes, 0, 6 * Mebibyte);
        Assert.Equal(0, walled.Group.Kills);
        Assert.Equal(0, walled.Group.ThreadsRefused);
        Assert.Equal(0, walled.Container.Stop());
    }

    [Theory]
    [InlineData(1, 6)] // a Prometheus
    [InlineData(64, 16)] // as many as there can be, which all ask at the same moment
    public void A_thousand_interfaces_fit_with_the_sockets_buffers_into(int connections, int mebibytes)
    {
        using Walled walled = new(engine, interfaces: 1_000, mebibytes, "--pids-limit", "8");
        Ask(walled, quick: connections, slow: 0);
        Assert.InRange(walled.Group.PeakBytes, 0, mebibytes * Mebibyte);
        Assert.Equal(0, walled.Group.Kills);
    }

    /// <summary>
    /// All ask at once, again and again; the slow ones once, with hardly a buffer, and take the answer at the end.
    /// </summary>
    private static void Ask(Walled walled, int quick, int slow)
    {
        List<WireClient> crowd = [.. Enumerable.Range(0, quick).Select(_ => new WireClient(walled.Address))];
        List<WireClient> late = [.. Enumerable.Range(0, slow).Select(_ => new WireClient(walled.Address, 4096))];
        try
        {
            late.ForEach(client => client.Request("/metrics"));
            for (int round = 0; round < Rounds; round++)
            {
                crowd.ForEach(client => client.Request("/metrics"));
                Assert.All(crowd, client => Assert.Equal(200, client.Read().Status));
            }

            Assert.All(late, client => Assert.Equal(200, client.Read().Status));
            TestContext.Current.SendDiagnosticMessage(
                $"{walled.Interfaces} interfaces, {quick + slow} connections: "
                + $"{walled.Group.PeakBytes / 1024} KiB at most, {walled.Group.SocketBytes / 1024} in sockets");
        }
        finally
        {
            crowd.ForEach(client => client.Dispose());
            late.ForEach(client => client.Dispose());
        }
    }

    /// <summary>A container with a file of many interfaces and little memory.</summary>
    private sealed class Walled : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        internal Walled(DockerEngine engine, int interfaces, int mebibytes, params string[] options)
        {
            engine.Require();
            string file = folder.Write("dev", NetDevText.OfContainers(interfaces));
            string[] narrow = ["--memory", $"{mebibytes}m", "--no-healthcheck", .. options];
            Interfaces = interfaces;
            Container = Container.Start(engine, "bridge", file + ":/host/proc/1/net/dev:ro", narrow);
            Group = new ControlGroup(Container.Pid);
            Group.LimitSockets(mebibytes * Mebibyte);
        }

        internal int Interfaces { get; }

        internal Container Container { get; }

        internal ControlGroup Group { get; }

        internal IPEndPoint Address => Container.Address("bridge");

        public void Dispose()
        {
            Container.Dispose();
            folder.Dispose();
        }
    }
}
