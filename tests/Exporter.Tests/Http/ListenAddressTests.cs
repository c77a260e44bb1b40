using System.Linq;
using NetdevExporter.Http.Connections;
using Xunit;

namespace NetdevExporter.Tests.Http;

public sealed class ListenAddressTests
{
    public static TheoryData<string, string> SocketFiles => new()
    {
        { "a file", "/run/netdev.sock" },
        { "a blank in it", "/run/net dev" },
        { "107 bytes, all that sun_path holds beside its NUL", "/" + new string('a', 106) },
        { "107 bytes, fewer characters", "/" + string.Concat(Enumerable.Repeat("é", 53)) },
    };

    [Theory]
    [InlineData("every address", ":8080", "[::]:8080", "127.0.0.1:8080")]
    [InlineData("the lowest port", ":1", "[::]:1", "127.0.0.1:1")]
    [InlineData("the highest port", ":65535", "[::]:65535", "127.0.0.1:65535")]
    [InlineData("every IPv4 address", "0.0.0.0:8080", "0.0.0.0:8080", "127.0.0.1:8080")]
    [InlineData("every IPv6 address", "[::]:8080", "[::]:8080", "127.0.0.1:8080")]
    [InlineData("one IPv4 address", "192.0.2.1:8080", "192.0.2.1:8080", "192.0.2.1:8080")]
    [InlineData("one IPv6 address", "[::1]:8080", "[::1]:8080", "[::1]:8080")]
    [InlineData("an IPv6 address in full", "[2001:db8:0:0:0:0:0:1]:80", "[2001:db8::1]:80", "[2001:db8::1]:80")]
    [InlineData("a link's IPv6 address", "[fe80::1%2]:80", "[fe80::1%2]:80", "[fe80::1%2]:80")]
    public void An_address_and_port_are_read(string why, string text, string endPoint, string client)
    {
        ListenAddress? address = ListenAddress.Parse(text);
        Assert.True(address is { SocketFile: "" } && address.Text == text, why);
        Assert.Equal(endPoint, EndPoints.Of(address.Socket).ToString());
        Assert.Equal(client, EndPoints.Of(address.Client).ToString());
        Assert.Equal(text[0] == ':', address.IsWildcard);
    }

    [Theory]
    [MemberData(nameof(SocketFiles))]
    public void A_socket_file_is_read(string why, string path)
    {
        ListenAddress? address = ListenAddress.Parse("unix:" + path);
        Assert.True(address?.SocketFile == path, why);
        Assert.Equal(path, EndPoints.Of(address.Client).ToString());
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "nothing", "" },
        { "a port without a colon", "8080" },
        { "no port", "127.0.0.1" },
        { "an empty port", "127.0.0.1:" },
        { "a colon alone", ":" },
        { "port 0", ":0" },
        { "one past the highest port", ":65536" },
        { "a port that no number holds", ":99999999999" },
        { "a port below 0", ":-1" },
        { "a port with a sign", ":+80" },
        { "a blank before a port", ": 80" },
        { "a port's name", ":http" },
        { "a host's name: nothing resolves it in an empty image", "localhost:8080" },
        { "everything", "*:8080" },
        { "an IPv6 address without brackets", "::1:8080" },
        { "brackets alone", "[]:80" },
        { "IPv4 in brackets", "[127.0.0.1]:80" },
        { "half a bracket", "[::1:80" },
        { "the other half", "::1]:80" },
        { "brackets in brackets", "[[::1]]:80" },
        { "a port in brackets", "[[::1]:99]:80" },
        { "an IPv6 address and no port", "[::1]" },
        { "five numbers", "1.2.3.4.5:80" },
        { "three numbers, which inet_aton takes", "127.0.1:80" },
        { "one number, which inet_aton takes", "1:80" },
        { "hexadecimal, which inet_aton takes", "0x7f.0.0.1:80" },
        { "octal, which inet_aton takes for another address", "010.0.0.1:80" },
        { "a number past 255", "1.2.3.256:80" },
        { "an IPv4 address in IPv6's form", "[::ffff:192.0.2.1]:80" },
        { "a link's address without its interface", "[fe80::1]:80" },
        { "a link's address without its interface, at the end of their range", "[febf::1]:80" },
        { "a socket file whose path is no UTF-8", "unix:/run/\uFFFD" },
        { "a URL", "http://127.0.0.1:80" },
        { "a blank at the end", "127.0.0.1:80 " },
        { "a socket file whose folder is not said", "unix:netdev.sock" },
        { "no socket file", "unix:" },
        { "a folder", "unix:/run/" },
        { "an abstract socket", "unix:@netdev" },
        { "108 bytes of socket file", "unix:/" + new string('a', 107) },
        { "108 bytes of socket file, fewer characters", "unix:/a" + string.Concat(Enumerable.Repeat("é", 53)) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_address_is_refused(string why, string text) =>
        Assert.True(ListenAddress.Parse(text) is null, why);

    [Theory]
    [InlineData(":80", ":80")]
    [InlineData(":80", "127.0.0.1:80")]
    [InlineData("[::]:80", "0.0.0.0:80")]
    [InlineData("[::]:80", "[::1]:80")]
    [InlineData("0.0.0.0:80", "127.0.0.1:80")]
    [InlineData("[::1]:80", "[0:0:0:0:0:0:0:1]:80")]
    [InlineData("unix:/a", "unix:/a")]
    public void Addresses_that_exclude_each_other_overlap(string one, string other)
    {
        Assert.True(Overlap(one, other));
        Assert.True(Overlap(other, one));
    }

    [Theory]
    [InlineData(":80", ":81")]
    [InlineData("127.0.0.1:80", "127.0.0.2:80")]
    [InlineData("127.0.0.1:80", "[::1]:80")]
    [InlineData("0.0.0.0:80", "[::1]:80")]
    [InlineData("[fe80::1%1]:80", "[fe80::1%2]:80")]
    [InlineData("unix:/a", "unix:/b")]
    [InlineData("unix:/a", ":80")]
    public void Others_do_not(string one, string other)
    {
        Assert.False(Overlap(one, other));
        Assert.False(Overlap(other, one));
    }

    private static bool Overlap(string one, string other) =>
        ListenAddress.Parse(one)!.Overlaps(ListenAddress.Parse(other)!);
}
