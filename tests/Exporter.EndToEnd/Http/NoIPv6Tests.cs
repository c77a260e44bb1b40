using System.Globalization;
using System.Net;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>Where IPv6 is off, in whichever of the two ways, the wildcard is IPv4's alone.</summary>
public sealed class NoIPv6Tests
{
    // A kernel that was started with ipv6.disable=1 has no such family: socket(2) answers EAFNOSUPPORT (97) to AF_INET6
    // (10).
    private const string RefuseIPv6 = """
        import ctypes, os, platform, struct, sys
        number = {"x86_64": 41, "aarch64": 198}[platform.machine()]
        filter = b"".join(struct.pack("=HBBI", *step) for step in [
            (0x20, 0, 0, 0), (0x15, 0, 3, number), (0x20, 0, 0, 16), (0x15, 0, 1, 10),
            (0x06, 0, 0, 0x00050000 + 97), (0x06, 0, 0, 0x7fff0000)])
        buffer = ctypes.create_string_buffer(filter)
        program = ctypes.create_string_buffer(struct.pack("=HxxxxxxQ", len(filter) // 8, ctypes.addressof(buffer)))
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.prctl(38, 1, 0, 0, 0) == 0
        assert libc.prctl(22, 2, ctypes.c_void_p(ctypes.addressof(program)), 0, 0) == 0
        os.execv(sys.argv[1], sys.argv[1:])
        """;

    [Fact]
    public void Switched_off_for_all_interfaces_a_port_is_served_by_IPv4()
    {
        using PrivateNetwork network = new();
        network.Run("echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6");
        using Instance exporter = network.Start("--web.listen-address=:8080");
        string page = network.Run("curl -sS --fail --max-time 5 http://127.0.0.1:8080/metrics");
        Assert.NotEmpty(MetricsPage.Parse(page)["netdev_receive_bytes_total"].Samples);
    }

    [Theory]
    [InlineData(":8080")]
    [InlineData("[::]:8080")]
    public void Where_loopback_has_no_IPv6_address_the_health_check_asks_by_IPv4(string address)
    {
        using PrivateNetwork network = new();
        network.Run("ip -6 addr del ::1/128 dev lo"); // as in a container on a network without IPv6
        using Instance exporter = network.Start("--web.listen-address=" + address);
        Assert.Equal(
            "ready\n", network.Run($"'{Machine.Executable}' --healthcheck '--web.listen-address={address}'"));
    }

    [Fact]
    public void Not_in_the_kernel_at_all_a_port_is_served_by_IPv4()
    {
        IPEndPoint address = FreePort.TakeLoopback();
        string port = address.Port.ToString(CultureInfo.InvariantCulture);
        using Instance exporter = Instance.StartWith(
            address,
            ["--path.procfs=/proc", "--source.allow-own", "--web.listen-address=:" + port],
            "python3", "-c", RefuseIPv6);
        Assert.Equal(200, exporter.Get("/metrics").Status);
        Assert.Equal(0, exporter.Stop());
    }
}
