using System.Net;
using System.Net.Sockets;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>
/// Where it listens: IPv4, IPv6, both by one port, several at once, and what happens when that can't be had.
/// </summary>
public sealed class ListeningTests
{
    [Theory]
    [InlineData("127.0.0.1:PORT", "127.0.0.1", true)]
    [InlineData("127.0.0.1:PORT", "127.0.0.2", false)]
    [InlineData("127.0.0.1:PORT", "::1", false)]
    [InlineData("0.0.0.0:PORT", "127.0.0.2", true)]
    [InlineData("[::1]:PORT", "::1", true)]
    [InlineData("[::1]:PORT", "127.0.0.1", false)]
    [InlineData("[::]:PORT", "::1", true)]
    [InlineData(":PORT", "127.0.0.1", true)]
    [InlineData(":PORT", "::1", true)]
    public void An_address_is_where_it_is_reached_and_nowhere_else(string flag, string from, bool isReached)
    {
        IPEndPoint asked = new(IPAddress.Parse(from), FreePort.Take());
        string listen = flag.Replace("PORT", asked.Port.ToString());
        IPAddress alive = listen.StartsWith("[::") ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        using Instance exporter = Instance.StartWith(
            new IPEndPoint(alive, asked.Port),
            ["--path.procfs=/proc", "--source.allow-own", "--web.listen-address", listen]);
        Assert.Equal(isReached, IsReached(asked));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Several_addresses_are_served_at_once(bool byComma)
    {
        using TemporaryFolder folder = new();
        EndPoint[] addresses =
        [
            FreePort.TakeLoopback(), new IPEndPoint(IPAddress.IPv6Loopback, FreePort.Take()),
            new UnixDomainSocketEndPoint(folder.PathOf("socket")), FreePort.TakeLoopback(),
        ];
        string[] texts = System.Array.ConvertAll(addresses, Instance.Flag);
        string[] flags = byComma
            ? ["--web.listen-address=" + string.Join(',', texts)]
            : ["--web.listen-address", texts[0], "--web.listen-address=" + texts[1],
                "--web.listen-address", $"{texts[2]},{texts[3]}"];
        using Instance exporter = Instance.StartWith(
            addresses[3], ["--path.procfs=/proc", "--source.allow-own", .. flags]);
        foreach (EndPoint address in addresses)
        {
            Assert.True(IsReached(address), address.ToString());
        }
    }

    [Fact]
    public void A_taken_address_is_exit_2_and_one_line_that_names_it()
    {
        using TemporaryFolder folder = new();
        using Instance first = Instance.Start("--path.procfs=/proc", "--source.allow-own");
        ToolResult second = Tool.Run(Machine.Executable, ["--web.listen-address", first.Address.ToString()!]);
        Assert.Equal(2, second.ExitCode);
        Assert.Contains(first.Address.ToString()!, Assert.Single(second.Error.TrimEnd('\n').Split('\n')));
        Assert.Empty(second.Output);
        Assert.Equal(200, first.Get("/-/healthy").Status);
    }

    [Theory]
    [InlineData("192.0.2.1:PORT", "an address that is no interface's")]
    [InlineData("[2001:db8::1]:PORT", "the same in IPv6")]
    public void An_address_that_this_machine_has_not_is_exit_2_and_one_line_that_names_it(string address, string reason)
    {
        string listen = address.Replace("PORT", FreePort.Take().ToString());
        ToolResult result = Tool.Run(Machine.Executable, ["--web.listen-address", listen]);
        Assert.True(result.ExitCode == 2, reason);
        Assert.Contains(listen, Assert.Single(result.Error.TrimEnd('\n').Split('\n')));
    }

    [Fact]
    public void One_taken_address_among_several_is_exit_2_and_leaves_no_socket_file()
    {
        using TemporaryFolder folder = new();
        using Instance first = Instance.Start("--path.procfs=/proc", "--source.allow-own");
        ToolResult second = Tool.Run(
            Machine.Executable, [$"--web.listen-address=unix:{folder.PathOf("socket")},{first.Address}"]);
        Assert.Equal(2, second.ExitCode);
        Assert.Empty(System.IO.Directory.GetFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void A_port_is_free_again_at_once_after_a_stop()
    {
        IPEndPoint address = FreePort.TakeLoopback();
        for (int i = 0; i < 3; i++)
        {
            using Instance exporter = Instance.StartAt(address, ["--path.procfs=/proc", "--source.allow-own"]);
            using WireClient kept = exporter.Connect();
            Assert.Equal(200, kept.Get("/metrics").Status);
            Assert.Equal(0, exporter.Stop());
        }
    }

    private static bool IsReached(EndPoint address)
    {
        try
        {
            using WireClient client = new(address);
            return client.Get("/-/healthy").Status == 200;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
