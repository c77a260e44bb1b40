using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Xunit;

namespace NetdevExporter.EndToEnd.CommandLine;

/// <summary>
/// <c>--healthcheck</c> asks the instance that the same configuration describes: exit 0 or 1, and one line why.
/// </summary>
public sealed class HealthCheckFlagTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string source; // a file, which is ready wherever this runs

    public HealthCheckFlagTests() => source = "--path.netdev=" + folder.Write("dev", NetDevText.Plain);

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string> Addresses => new()
    {
        { "127.0.0.1:PORT", "127.0.0.1" },
        { "127.0.0.2:PORT", "127.0.0.2" },
        { "0.0.0.0:PORT", "127.0.0.1" },
        { ":PORT", "127.0.0.1" },
        { "[::]:PORT", "::1" },
        { "[::1]:PORT", "::1" },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public void A_live_instance_is_healthy_and_a_dead_one_is_not(string listen, string reached)
    {
        IPEndPoint address = new(IPAddress.Parse(reached), FreePort.Take());
        string flag = "--web.listen-address=" + listen.Replace("PORT", address.Port.ToString());
        using Instance exporter = Instance.StartWith(address, [source, flag]);
        AssertHealthy(flag);
        Assert.Equal(0, exporter.Stop());
        AssertUnhealthy(flag);
    }

    [Fact]
    public void A_socket_file_can_be_asked()
    {
        UnixDomainSocketEndPoint address = new(folder.PathOf("socket"));
        string flag = "--web.listen-address=" + Instance.Flag(address);
        AssertUnhealthy(flag);
        using Instance exporter = Instance.StartAt(address, [source]);
        AssertHealthy(flag);
    }

    [Fact]
    public void The_instance_is_described_by_the_environment_as_well()
    {
        using Instance exporter = Instance.Start(source, "--web.telemetry-path=/other");
        Dictionary<string, string?> environment = new()
        {
            ["NETDEV_EXPORTER_WEB_LISTEN_ADDRESS"] = exporter.Address.ToString(),
            ["NETDEV_EXPORTER_WEB_TELEMETRY_PATH"] = "/other",
        };
        Assert.Equal(0, Tool.Run(Machine.Executable, ["--healthcheck"], environment: environment).ExitCode);
    }

    [Fact]
    public void An_instance_without_a_source_is_not_healthy_and_the_line_says_why()
    {
        string dev = folder.PathOf("missing");
        using Instance exporter = Instance.Start("--path.netdev", dev);
        string line = AssertUnhealthy($"--web.listen-address={exporter.Address}");
        Assert.Contains(dev, line);
    }

    [Fact]
    public void A_crowd_that_holds_all_connections_does_not_make_it_unhealthy()
    {
        using Instance exporter = Instance.Start(source, "--web.max-connections=2");
        using WireClient one = exporter.Connect();
        using WireClient two = exporter.Connect();
        AssertHealthy($"--web.listen-address={exporter.Address}");
    }

    [Theory]
    [InlineData("", 6)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", 6)]
    [InlineData("HTTP/1.1 200 OK\r\n", 6)]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 6)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno\n", 6)]
    public void Somebody_else_at_the_address_is_not_healthy_and_does_not_hold_it_up(string answer, int secondsMax)
    {
        using Socket other = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(FreePort.TakeLoopback());
        other.Listen();
        Thread server = new(() =>
        {
            Socket client = other.Accept();
            client.Send(System.Text.Encoding.ASCII.GetBytes(answer));
        })
        {
            IsBackground = true,
        };
        server.Start();
        Stopwatch clock = Stopwatch.StartNew();
        AssertUnhealthy($"--web.listen-address={other.LocalEndPoint}");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(secondsMax));
    }

    [Fact]
    public void It_works_in_a_root_that_holds_nothing_else()
    {
        using EmptyRoot root = new();
        root.Write("host/proc/1/net/dev", NetDevText.Plain);
        using Instance exporter = root.Start();
        Assert.Equal(0, root.Run("--healthcheck", $"--web.listen-address={exporter.Address}").ExitCode);
        File.Delete(root.PathOf("host/proc/1/net/dev"));
        exporter.AwaitStatus("/-/ready", 503);
        Assert.Equal(1, root.Run("--healthcheck", $"--web.listen-address={exporter.Address}").ExitCode);
    }

    private static void AssertHealthy(string flag)
    {
        ToolResult result = Tool.Run(Machine.Executable, ["--healthcheck", flag]);
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
    }

    private static string AssertUnhealthy(string flag)
    {
        ToolResult result = Tool.Run(Machine.Executable, ["--healthcheck", flag]);
        Assert.Equal(1, result.ExitCode);
        return Assert.Single((result.Output + result.Error).Split('\n').SkipLast(1));
    }
}
