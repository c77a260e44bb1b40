using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>A real reverse proxy, which passes on what its clients send, and keeps its connections.</summary>
public sealed class ReverseProxyTests : IDisposable
{
    private static readonly string Caddy = Path.Combine(Machine.Tools, "caddy", "usr", "bin", "caddy");

    private readonly TemporaryFolder folder = new();
    private readonly IPEndPoint address = FreePort.TakeLoopback();
    private readonly Instance exporter;
    private readonly Process proxy;

    public ReverseProxyTests()
    {
        Machine.Require(File.Exists(Caddy), "Caddy (tests/Exporter.EndToEnd/prepare.sh)");
        exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Plain));
        string configuration = folder.Write(
            "Caddyfile",
            "{\nadmin off\nauto_https off\n}\n"
            + $"http://:{address.Port} {{\nbind {address.Address}\nreverse_proxy {exporter.Address}\n}}\n");
        ProcessStartInfo start = new(Caddy, ["run", "--config", configuration, "--adapter", "caddyfile"])
        {
            RedirectStandardError = true,
            Environment = { ["HOME"] = folder.FullName },
        };
        proxy = Process.Start(start)!;
        proxy.ErrorDataReceived += (_, _) => { };
        proxy.BeginErrorReadLine();
        using WireClient? client = WireClient.Await(address, () => proxy.HasExited);
        if (client is null)
        {
            Dispose();
            throw new InvalidOperationException("Caddy does not answer");
        }
    }

    [Theory]
    [InlineData("GET /metrics", "", "", 200)]
    [InlineData("GET /metrics", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", 200)]
    [InlineData("GET /metrics", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n", 200)]
    [InlineData("GET /metrics", "Content-Length: 5\r\n", "hello", 200)]
    [InlineData("POST /metrics", "Content-Length: 5\r\n", "hello", 405)]
    [InlineData("OPTIONS /metrics", "", "", 204)]
    public void What_clients_send_is_answered_through_it(string request, string fields, string body, int status)
    {
        for (int i = 0; i < 5; i++)
        {
            (WireResponse response, WireResponse next) = Ask($"{request} HTTP/1.1\r\nHost: h\r\n{fields}\r\n{body}");
            Assert.Equal(status, response.Status);
            Assert.Equal("healthy\n", next.Text);
        }
    }

    [Fact]
    public void The_login_cookies_of_a_browser_are_passed_on()
    {
        using WireClient client = new(address);
        for (int length = 4_000; length <= 28_000; length += 8_000)
        {
            string cookie = $"Cookie: a={new string('x', length)}\r\n";
            Assert.Contains("netdev_receive_bytes_total", client.Get("/metrics", cookie).Text);
        }
    }

    public void Dispose()
    {
        Tool.End(proxy);
        exporter.Dispose();
        folder.Dispose();
    }

    /// <summary>
    /// Sends a request, and another behind its answer. Caddy may cut off an answer that comes before it has passed on
    /// the whole body; its client tries again then.
    /// </summary>
    private (WireResponse Response, WireResponse Next) Ask(string request)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using WireClient client = new(address);
                client.Send(request);
                return (client.Read(), client.Get("/-/healthy"));
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                // cut off
            }
        }
    }
}
