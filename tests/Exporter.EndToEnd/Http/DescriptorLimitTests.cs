using System;
using System.Diagnostics;
using System.Threading;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>A process that may open nothing more.</summary>
public sealed class DescriptorLimitTests
{
    [Fact]
    public void Where_no_descriptor_is_left_a_client_that_waits_costs_no_time_and_is_served_when_there_is_one()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Plain));
        Descriptors.AwaitRest(exporter);
        SetDescriptorsMax(exporter, Descriptors.FirstFree(exporter));
        using WireClient client = exporter.Connect(); // the kernel does, the exporter can't
        client.Request("/metrics");
        using Process process = Process.GetProcessById(exporter.ProcessId);
        TimeSpan before = process.TotalProcessorTime;
        Thread.Sleep(1000);
        process.Refresh();
        Assert.InRange(process.TotalProcessorTime - before, TimeSpan.Zero, TimeSpan.FromMilliseconds(300));
        Assert.True(client.IsQuiet());
        Assert.Contains("no descriptor or memory", exporter.AwaitLogLines(3)[2]);

        SetDescriptorsMax(exporter, 256);
        Assert.Equal(200, client.Read().Status);
        Assert.Equal(3, exporter.LogLines.Count); // once, however often it was tried
    }

    /// <summary>Sets how many a running process may have; those it has stay open.</summary>
    private static void SetDescriptorsMax(Instance exporter, int count) =>
        Tool.Succeed("prlimit", ["--pid", exporter.ProcessId.ToString(), $"--nofile={count}:"]);
}
