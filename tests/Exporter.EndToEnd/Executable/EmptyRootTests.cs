using System.IO;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>It runs where there is nothing else: no library, no /proc, no /dev, no /etc, as any user.</summary>
public sealed class EmptyRootTests
{
    [Theory]
    [InlineData("--help", 0)]
    [InlineData("--version", 0)]
    [InlineData("--once", 1)]
    [InlineData("--healthcheck", 1)]
    [InlineData("--nonsense", 2)]
    public void It_does_what_it_is_told_in_an_empty_root(string flag, int exitCode)
    {
        using EmptyRoot root = new();
        ToolResult result = root.Run(flag, $"--web.listen-address={FreePort.TakeLoopback()}");
        Assert.Equal(exitCode, result.ExitCode);
        Assert.NotEmpty(result.Output + result.Error);
    }

    [Fact]
    public void It_serves_in_an_empty_root_and_stops_with_exit_0()
    {
        using EmptyRoot root = new();
        using Instance exporter = root.Start();
        Assert.Equal(200, exporter.Get("/").Status);
        WireResponse response = exporter.Get("/metrics");
        Assert.Equal(503, response.Status);
        Assert.Contains("/proc/1/net/dev", response.Text);
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void It_needs_no_proc_of_its_own_to_serve_a_page()
    {
        using EmptyRoot root = new();
        root.Write("host/proc/1/net/dev", NetDevText.Plain);
        using Instance exporter = root.Start();
        MetricsPage page = exporter.GetPage();
        PageComparison.AssertShows(page, MetricNames.All[0], NetDevTable.Parse(NetDevText.Plain));
        // What is not known is left out, HELP and TYPE as well.
        Assert.All(page.Families, family => Assert.NotEmpty(family.Samples));
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void Nobody_can_run_it_without_any_capability()
    {
        Machine.RequireRoot();
        using Instance exporter = Instance.StartAt(
            FreePort.TakeLoopback(),
            ["--path.procfs=/proc", "--source.allow-own"],
            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all", "--no-new-privs");
        MetricsPage page = exporter.GetPage();
        Assert.NotEmpty(page.Families[0].Samples);
        Assert.Contains(page.Families, family => family.Name == "process_open_fds");
        string[] status = File.ReadAllLines($"/proc/{exporter.ProcessId}/status");
        Assert.Contains("65534", status.Single(line => line.StartsWith("Uid:")));
        Assert.Equal(0, exporter.Stop());
    }

    [Theory]
    [InlineData("ulimit -n 64", "few descriptors")]
    [InlineData("ulimit -v 262144", "256 MiB of address space")]
    [InlineData("ulimit -c 0; ulimit -l 0; ulimit -s 256", "no locked memory, a small stack")]
    public void It_starts_under_tight_limits(string limits, string reason)
    {
        if (limits.Contains("ulimit -v"))
        {
            Machine.SkipUnderEmulation("qemu takes 128 MiB of address space for its translations, and more");
        }

        using Instance exporter = Instance.StartAt(
            FreePort.TakeLoopback(),
            ["--path.procfs=/proc", "--source.allow-own"],
            "sh", "-c", limits + "; exec \"$0\" \"$@\"");
        Assert.True(exporter.Get("/metrics").Status == 200, reason);
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void With_fewer_descriptors_than_clients_it_goes_on()
    {
        using Instance exporter = Instance.StartAt(
            FreePort.TakeLoopback(),
            ["--path.procfs=/proc", "--source.allow-own"],
            "sh", "-c", "ulimit -n 64; exec \"$0\" \"$@\"");
        WireClient[] crowd = [.. Enumerable.Range(0, 100).Select(_ => exporter.Connect())];
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(200, exporter.Get("/metrics").Status);
        }

        Assert.Equal(100, crowd.Length);
        Assert.InRange(exporter.AwaitLogLines(1).Count, 1, 10);
        Assert.Equal(0, exporter.Stop());
    }
}
