using System;
using System.Net;
using NetdevExporter.EndToEnd.Crowds;
using NetdevExporter.EndToEnd.Executable;
using NetdevExporter.EndToEnd.Hostile;
using Xunit;

namespace NetdevExporter.EndToEnd.Soak;

/// <summary>
/// Clients that pipeline requests and never read, and crowds that keep their connections through a real proxy, in
/// turns: afterwards nothing of them is left, in the process or in the kernel.
/// </summary>
[Collection(Alone.Name)]
public sealed class CrowdsTests
{
    /// <summary>As in <see cref="LifeTests"/>: musl keeps room of a size that it sees come and go.</summary>
    private const int ResidentKibibytesMore = 512;

    private static readonly CrowdPlan Plan = new(200, 2_000, RestMillisecondsMax: 20, WorkMicroseconds: 0);

    [Fact]
    public void Crowds_that_never_read_and_crowds_behind_a_proxy_leave_nothing_behind()
    {
        Machine.SkipUnderEmulation("how long honest clients take is measured on the real processor");
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.StartAt(
            FreePort.TakeLoopback(),
            ["--path.netdev", folder.Write("dev", NetDevText.OfContainers(64))],
            "setarch",
            "--addr-no-randomize");
        IPEndPoint address = (IPEndPoint)exporter.Address;
        HoardKind[] kinds = Enum.GetValues<HoardKind>();
        long held = Live(exporter, kinds); // everything has happened once
        Footprint before = Footprint.AtRest(exporter);
        for (int round = 1; round < Soaking.Minutes; round++)
        {
            held = Math.Max(held, Live(exporter, kinds[round % kinds.Length]));
        }

        Footprint after = Footprint.AtRest(exporter);
        Console.WriteLine(
            $"soak: {before} after a crowd of each kind, {after} after {Soaking.Minutes}; "
            + $"the kernel held {held:N0} bytes at most");
        Assert.InRange(after.Memory.Resident, 0, before.Memory.Resident + ResidentKibibytesMore);
        Assert.Equal(before.Descriptors, after.Descriptors);
        Assert.Equal(before.Threads, after.Threads);
        Assert.Equal(0, SocketMemory.Of(address.Port).Bytes);
        Assert.Equal(0, exporter.Stop());
    }

    /// <summary>Has a crowd of each of these kinds come, and one behind the proxy.</summary>
    /// <returns>How much the kernel held for those that never read, in bytes.</returns>
    private static long Live(Instance exporter, params HoardKind[] kinds)
    {
        IPEndPoint address = (IPEndPoint)exporter.Address;
        long held = 0;
        foreach (HoardKind kind in kinds)
        {
            using Hoard hoard = new(kind, address);
            hoard.Fill(() => held = Math.Max(held, SocketMemory.Of(address.Port).Bytes));
        }

        using CrowdProxy proxy = CrowdProxy.Start("nginx", exporter);
        CrowdReport report = KeptCrowd.Run(proxy.Address, Plan); // KeptCrowdTests looks at its failures
        Assert.Equal(Plan.Requests, report.Answered + report.Refused);
        return held;
    }
}
