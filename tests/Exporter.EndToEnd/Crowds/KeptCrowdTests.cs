using System;
using System.Net;
using NetdevExporter.EndToEnd.Executable;
using Xunit;

namespace NetdevExporter.EndToEnd.Crowds;

/// <summary>
/// More honest clients than --web.max-connections, which keep their connections: behind a real proxy that never sends a
/// request twice, and without one. Nobody sees an error.
/// </summary>
[Collection(Alone.Name)]
public sealed class KeptCrowdTests : IDisposable
{
    /// <summary>With a rest, some connections are idle; without, each has a request under way.</summary>
    private const int Rest = 100;

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("nginx", 100, 6_000, 0, 4)]
    [InlineData("nginx", 200, 6_000, 0, 4)]
    [InlineData("nginx", 400, 6_000, 0, 4)]
    [InlineData("nginx", 400, 6_000, Rest, 4)]
    [InlineData("nginx", 100, 400, 0, 1004)] // of a large page
    [InlineData("haproxy", 200, 6_000, 0, 4)]
    public void A_crowd_behind_a_proxy_is_served_without_an_error(
        string name, int clients, int requests, int rest, int interfaces)
    {
        using Instance exporter = Start(interfaces);
        using CrowdProxy proxy = CrowdProxy.Start(name, exporter);
        AssertServed(proxy.Address, name, new CrowdPlan(clients, requests, rest, WorkMicroseconds: 0));
    }

    [Theory]
    [InlineData(200, 3_000, 0, 0)]
    [InlineData(400, 4_000, Rest, 0)]
    [InlineData(400, 4_000, Rest, 100)]
    public void A_crowd_that_keeps_its_connections_is_served_without_an_error(
        int clients, int requests, int rest, int work)
    {
        using Instance exporter = Start(interfaces: 4);
        AssertServed((IPEndPoint)exporter.Address, "direct", new CrowdPlan(clients, requests, rest, work));
    }

    public void Dispose() => folder.Dispose();

    private Instance Start(int interfaces)
    {
        Machine.SkipUnderEmulation("how long honest clients take is measured on the real processor");
        return Instance.Start("--path.netdev", folder.Write("dev", NetDevText.OfContainers(interfaces)));
    }

    private static void AssertServed(IPEndPoint address, string name, CrowdPlan plan)
    {
        CrowdReport report = KeptCrowd.Run(address, plan);
        TestContext.Current.SendDiagnosticMessage($"{name}, {plan}: {report}");
        Assert.True(report.Failures == 0, report.ToString());
        Assert.Equal(plan.Requests, report.Answered);
    }
}
