using NetdevExporter.CommandLine;
using NetdevExporter.Http.Connections;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>An address that is rejected is explained, and what to write instead is an address.</summary>
public sealed class AddressFaultTests
{
    [Theory]
    [InlineData("9100", "a port alone needs a colon: write ", ":9100")]
    [InlineData("0.0.0.0", "there is no port: write ", "0.0.0.0:8080")]
    [InlineData("[::1]", "there is no port: write ", "[::1]:8080")]
    [InlineData("localhost:9100", "names are not resolved: write ", "127.0.0.1:9100")]
    [InlineData("localhost", "names are not resolved: write ", "127.0.0.1:8080")]
    [InlineData("*:9100", "for every address of this machine, write ", ":9100")]
    [InlineData("*", "for every address of this machine, write ", ":8080")]
    [InlineData("host.example:9100", "host.example is not a numeric address, and names are not resolved: "
        + "for every address, write ", ":9100")]
    [InlineData("eth0", "eth0 is not a numeric address, and names are not resolved: for every address, write ",
        ":8080")]
    [InlineData("1.2.3:80", "1.2.3 is not a numeric address, and names are not resolved: for every address, write ",
        ":80")]
    [InlineData("::1", "an IPv6 address needs brackets: write ", "[::1]:8080")]
    [InlineData("::", "an IPv6 address needs brackets: write ", "[::]:8080")]
    [InlineData("2001:db8::1:9100", "an IPv6 address needs brackets: write ", "[2001:db8::1:9100]:8080")] // ambiguous
    [InlineData("1:2:3:4:5:6:7:8:9100", "an IPv6 address needs brackets: write ", "[1:2:3:4:5:6:7:8]:9100")]
    [InlineData("http://0.0.0.0:9100", "an address is not a URL: write ", "0.0.0.0:9100")]
    [InlineData("tcp://:9100/", "an address is not a URL: write ", ":9100")]
    [InlineData("http://0.0.0.0:9100/metrics", "an address is not a URL: write ", "0.0.0.0:9100")]
    [InlineData("[::ffff:127.0.0.1]:9100", "it is an IPv4 address: write ", "127.0.0.1:9100")]
    [InlineData("::ffff:127.0.0.1", "it is an IPv4 address: write ", "127.0.0.1:8080")]
    [InlineData("/run/x.sock", "a socket file needs its prefix: write ", "unix:/run/x.sock")]
    [InlineData("[fe80::1%lo]", "there is no port: write ", "[fe80::1%lo]:8080")]
    public void What_to_write_instead_is_an_address(string text, string words, string instead)
    {
        Assert.Null(ListenAddress.Parse(text));
        Assert.Equal(words + instead, AddressFault.Explain(text));
        Assert.NotNull(ListenAddress.Parse(instead));
    }

    [Theory]
    [InlineData("", "an address is empty")]
    [InlineData("http://localhost:9100", "an address is not a URL")] // without a suggestion that is no address
    [InlineData("http://", "an address is not a URL")]
    [InlineData("127.0.0.1:9100:8080", "it has more than one colon")] // as Docker publishes a port
    [InlineData(":9100;:9101", "it has more than one colon")]
    [InlineData(":99999", "99999 is not a port, which is a number from 1 to 65535")]
    [InlineData("99999", "99999 is not a port, which is a number from 1 to 65535")]
    [InlineData(":0", "0 is not a port, which is a number from 1 to 65535")]
    [InlineData("127.0.0.1:http", "http is not a port, which is a number from 1 to 65535")]
    [InlineData(":", "nothing is not a port, which is a number from 1 to 65535")]
    [InlineData("127.0.0.1:", "nothing is not a port, which is a number from 1 to 65535")]
    [InlineData("[::1]:", "nothing is not a port, which is a number from 1 to 65535")]
    [InlineData("[fe80::1%none]:80", "there is no interface none")]
    [InlineData("[fe80::1]:80", "a link-local address needs its interface, as in [fe80::1%eth0]:80")]
    [InlineData("fe80::1", "a link-local address needs its interface, as in [fe80::1%eth0]:8080")]
    [InlineData("[::ffff:7f00:1]:80", "it is an IPv4 address")] // which has no IPv4 form to repeat
    [InlineData("unix:/run/\uFFFD", "the path of a socket file is not UTF-8")]
    [InlineData("unix:run/s", "the path of a socket file begins with /")]
    [InlineData("unix:", "the path of a socket file begins with /")]
    [InlineData("unix:/run/", "the path of a socket file names a file, not a directory")]
    public void What_is_wrong_is_said(string text, string words)
    {
        Assert.Null(ListenAddress.Parse(text));
        Assert.Equal(words, AddressFault.Explain(text));
    }

    [Fact]
    public void A_socket_files_path_that_is_too_long_is_said_with_the_bound() =>
        Assert.Equal(
            $"the path of a socket file has at most {SocketAddress.PathBytesMax} bytes",
            AddressFault.Explain("unix:/" + new string('a', SocketAddress.PathBytesMax)));

    [Theory]
    [InlineData("--web.listen-address=9100", "a port alone needs a colon: write :9100; expected at most 16 addresses ")]
    [InlineData("--web.listen-address=:1,localhost:2", "names are not resolved: write 127.0.0.1:2; expected ")]
    public void The_line_has_what_is_wrong_and_what_was_expected(string argument, string words)
    {
        _ = OptionsParser.Parse([argument], [], out string? error);
        Assert.StartsWith($"{argument}: {words}", error);
    }
}
