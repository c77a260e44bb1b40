using System.Collections.Generic;
using System.IO;
using Xunit;

namespace NetdevExporter.EndToEnd.CommandLine;

/// <summary>The log: logfmt on stderr, one line an event, the same cause once until it changes.</summary>
public sealed class LogTests
{
    private const string Form =
        """^time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z level=(info|warn|error)"""
        + """ msg="([^"\\]|\\.)*"( [a-z_]+=("([^"\\]|\\.)*"|[^ "=]+))*$""";

    [Fact]
    public void Every_line_is_logfmt_and_start_and_stop_are_said()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("a\"b c");
        using Instance exporter = Instance.Start("--path.netdev", path, "--web.max-connections=1");
        Assert.Equal(503, exporter.Get("/metrics").Status);
        Assert.Equal(0, exporter.Stop());
        IReadOnlyList<string> lines = exporter.LogLines;
        Assert.All(lines, line => Assert.Matches(Form, line));
        Assert.Contains(exporter.Address.ToString()!, lines[0]);
        Assert.Contains("stop", lines[^1]);
    }

    [Fact]
    public void A_failure_is_logged_once_and_so_is_its_end()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("dev");
        using Instance exporter = Instance.Start("--path.netdev", path);
        Assert.Contains(path, exporter.AwaitLogLines(2)[^1]); // before anybody asks
        AskOften(exporter, 503);
        string line = exporter.AwaitLogLines(2)[^1];
        Assert.Contains(" level=warn ", line);
        Assert.Contains(path, line);
        Assert.Equal(2, exporter.LogLines.Count);

        folder.Write("dev", "something else\n");
        Wait.Until(() => exporter.Get("/metrics").Text.Contains("not a net/dev"), 4, "the other cause");
        AskOften(exporter, 503);
        Assert.Contains(" level=warn ", exporter.AwaitLogLines(3)[^1]);
        Assert.Equal(3, exporter.LogLines.Count); // another cause

        folder.Write("dev", NetDevText.Plain);
        Assert.Equal(200, exporter.AwaitStatus("/metrics", 200).Status);
        AskOften(exporter, 200);
        string again = $"msg=\"page available again\" path=\"{path}\" namespace=\"unknown\" interfaces=\"2\" ";
        Assert.Contains(again, exporter.AwaitLogLines(4)[^1]);
        Assert.Equal(4, exporter.LogLines.Count);

        File.Delete(path);
        Assert.Equal(503, exporter.AwaitStatus("/metrics", 503).Status);
        AskOften(exporter, 503);
        Assert.Contains(" level=warn ", exporter.AwaitLogLines(5)[^1]);
        Assert.Equal(5, exporter.LogLines.Count);
    }

    [Fact]
    public void At_the_start_the_log_has_the_file_its_namespace_and_how_many_interfaces_it_shows()
    {
        Machine.RequireHostNetwork();
        (NetDevTable table, string line, _) = HostTable.Around(() =>
        {
            using Instance exporter = Instance.Start("--path.procfs=/proc");
            return exporter.AwaitLogLines(2)[1];
        });
        Assert.EndsWith(
            " level=info msg=\"reading\" path=\"/proc/1/net/dev\" namespace=\"host\" "
                + $"interfaces=\"{table.Rows.Count}\" excluded=\"0\"",
            line);
    }

    [Fact]
    public void A_copy_is_served_with_a_warning_that_its_counters_do_not_move()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.Plain);
        using Instance exporter = Instance.Start("--path.netdev", path);
        string line = exporter.AwaitLogLines(2)[1];
        Assert.Contains($" level=warn msg=\"reading\" path=\"{path}\" namespace=\"unknown\" interfaces=\"2\" ", line);
        Assert.Contains($"reason=\"{path} is not on procfs: it may be a copy of the host's /proc/1/net/dev", line);
        Assert.Equal(200, exporter.Get("/metrics").Status);
    }

    [Fact]
    public void Scrapes_bad_requests_and_vanished_clients_are_not_logged()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Plain));
        AskOften(exporter, 200);
        for (int i = 0; i < 10; i++)
        {
            using WireClient bad = exporter.Connect();
            bad.Send("junk\r\n\r\n");
            Assert.Equal(400, bad.Read().Status);
            using WireClient gone = exporter.Connect();
            gone.Request("/metrics");
            gone.Reset();
        }

        AskOften(exporter, 200);
        Assert.Equal(2, exporter.AwaitLogLines(2).Count); // that it listens, and what it reads
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void The_connection_limit_is_logged_once_not_per_client(int connections)
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start(
            "--path.netdev", folder.Write("dev", NetDevText.Plain), $"--web.max-connections={connections}");
        for (int i = 0; i < 20; i++)
        {
            WireClient client = exporter.Connect();
            Assert.Equal(200, client.Get("/metrics").Status);
        }

        Assert.Single(exporter.AwaitLogLines(3), line => line.Contains("--web.max-connections"));
    }

    private static void AskOften(Instance exporter, int status)
    {
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(status, exporter.Get("/metrics").Status);
        }
    }
}
