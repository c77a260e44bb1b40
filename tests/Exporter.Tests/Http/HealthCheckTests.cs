using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using NetdevExporter.Http;
using NetdevExporter.Http.Connections;
using Xunit;

namespace NetdevExporter.Tests.Http;

public sealed class HealthCheckTests : IDisposable
{
    private const int Milliseconds = 3000;

    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;

    [Fact]
    public void A_server_that_is_ready_is_ready()
    {
        using ChangingSource source = new();
        using RunningServer server = new(source);
        Assert.True(HealthCheck.Ask(server.Address, Site.ReadyPath, default, Milliseconds, out string answer));
        Assert.Equal("ready", answer);
    }

    [Fact]
    public void A_server_that_is_not_says_why()
    {
        using ChangingSource source = new() { Fault = "not the host's" };
        using RunningServer server = new(source);
        Assert.False(HealthCheck.Ask(server.Address, Site.ReadyPath, default, Milliseconds, out string answer));
        Assert.Equal("not the host's", answer);
    }

    [Fact]
    public void A_server_that_asks_for_a_token_is_given_it()
    {
        using ChangingSource source = new();
        using RunningServer server = new(source, tokens: new ChangingToken { Text = "secret" });
        Assert.True(HealthCheck.Ask(server.Address, Site.ReadyPath, "secret"u8, Milliseconds, out string answer));
        Assert.Equal("ready", answer);
        Assert.False(HealthCheck.Ask(server.Address, Site.ReadyPath, "other"u8, Milliseconds, out answer));
        Assert.Equal("This needs the token: Authorization: Bearer TOKEN.", answer);
        Assert.False(HealthCheck.Ask(server.Address, Site.ReadyPath, default, Milliseconds, out _));
    }

    [Fact]
    public void Nobody_there_is_told()
    {
        ListenAddress address = ListenAddress.Parse("unix:" + Path.Combine(folder, "none"))!;
        Assert.False(HealthCheck.Ask(address, Site.ReadyPath, default, Milliseconds, out string answer));
        Assert.StartsWith($"no answer from unix:{folder}/none: ", answer);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "is not an HTTP server")]
    [InlineData("", "is not an HTTP server")]
    [InlineData("HTTP/1.1 500 Oops\r\n\r\nbroken\n", "broken")]
    [InlineData("200\r\n\r\nno status line\n", "no status line")]
    public void Somebody_else_there_is_not_ready(string response, string expected)
    {
        ListenAddress address = ListenAddress.Parse("unix:" + Path.Combine(folder, "s"))!;
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(EndPoints.Of(address.Socket));
        listener.Listen();
        Thread thread = new(() =>
        {
            using Socket client = listener.Accept();
            _ = client.Receive(new byte[1024]);
            _ = client.Send(Latin1.Bytes(response));
        });
        thread.Start();
        Assert.False(HealthCheck.Ask(address, Site.ReadyPath, default, Milliseconds, out string answer));
        Assert.EndsWith(expected, answer);
        thread.Join();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
