using System;
using System.Net;
using NetdevExporter.EndToEnd.Executable;
using Xunit;

namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>
/// The kernel's memory for clients counts against a container's limit, too (cgroup v2). It is bounded, whatever clients
/// send and however little they read; and another client still gets its page.
/// </summary>
[Collection(Alone.Name)]
public sealed class KernelMemoryTests
{
    /// <summary>The promises, in bytes, up to 64 interfaces and up to 1,004.</summary>
    private const int Small = 8_000_000;

    private const int Large = 16_000_000;

    /// <summary>Clients that hold a page which another needs are closed: the first few.</summary>
    private const int EvictedMax = 8;

    [Theory]
    [InlineData(HoardKind.SmallRequests, 4, Small)]
    [InlineData(HoardKind.RequestsInOneWrite, 4, Small)]
    [InlineData(HoardKind.Pages, 4, Small)]
    [InlineData(HoardKind.PartialHead, 4, Small)]
    [InlineData(HoardKind.RequestsInOneWrite, 64, Small)]
    [InlineData(HoardKind.Pages, 64, Small)]
    [InlineData(HoardKind.SmallRequests, 1004, Large)]
    [InlineData(HoardKind.Pages, 1004, Large)]
    public void What_sixty_four_clients_that_never_read_can_hold_is_bounded(
        HoardKind kind, int interfaces, int bytesMax)
    {
        Machine.SkipUnderEmulation("the kernel is the same, and so are its buffers");
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start(
            "--path.netdev", folder.Write("dev", NetDevText.OfContainers(interfaces)));
        IPEndPoint address = (IPEndPoint)exporter.Address;
        (long bytes, int connections) = (0, 0);
        using (Hoard hoard = new(kind, address))
        {
            hoard.Fill(() =>
            {
                (long now, int open) = SocketMemory.Of(address.Port);
                bytes = Math.Max(bytes, now);
                connections = Math.Max(connections, open);
            });
            Assert.Equal(200, exporter.Get("/metrics").Status);
        }

        TestContext.Current.SendDiagnosticMessage(
            $"{kind}, {interfaces} interfaces: {bytes} bytes for {connections} connections, "
            + $"peak {ProcessMemory.Of(exporter).Peak} KiB of the process");
        Assert.InRange(connections, Hoard.Clients - EvictedMax, Hoard.Clients);
        Assert.InRange(bytes, 0, bytesMax);
    }
}
