using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>With a token file, who does not carry the token learns that the process serves, and no more.</summary>
public sealed class TokenTests : IDisposable
{
    private const string Token = "s3cret-._~+/==";
    private const string Field = "Authorization: Bearer " + Token + "\r\n";

    private readonly TemporaryFolder folder = new();
    private readonly Instance exporter;

    public TokenTests()
    {
        SetToken(Token + "\n");
        exporter = Instance.Start(
            "--path.netdev", folder.Write("dev", NetDevText.Plain), "--web.token-file", folder.PathOf("token"));
    }

    [Theory]
    [InlineData("as Prometheus sends it", Field)]
    [InlineData("schemes have no case", "Authorization: bEARER " + Token + "\r\n")]
    [InlineData("nor do names, and there may be blanks", "aUTHORIZATION:\t Bearer   " + Token + " \t\r\n")]
    public void A_request_with_the_token_is_answered(string why, string fields)
    {
        using WireClient client = exporter.Connect();
        Assert.True(client.Get("/metrics", fields).Status == 200, why);
    }

    [Theory]
    [InlineData("none", "")]
    [InlineData("another", "Authorization: Bearer other\r\n")]
    [InlineData("another of the same length", "Authorization: Bearer S3cret-._~+/==\r\n")]
    [InlineData("a part of it", "Authorization: Bearer s3cret-._~+/=\r\n")]
    [InlineData("it and more", "Authorization: Bearer " + Token + "=\r\n")]
    [InlineData("it in a list", "Authorization: Bearer " + Token + ", Bearer " + Token + "\r\n")]
    [InlineData("another scheme", "Authorization: Basic " + Token + "\r\n")]
    [InlineData("no scheme", "Authorization: " + Token + "\r\n")]
    [InlineData("nothing", "Authorization:\r\n")]
    [InlineData("a proxy's", "Proxy-" + Field)]
    [InlineData("in a cookie", "Cookie: token=" + Token + "\r\n")]
    public void A_request_without_it_is_told_what_it_needs_and_the_connection_goes_on(string why, string fields)
    {
        using WireClient client = exporter.Connect();
        WireResponse response = client.Get("/metrics", fields);
        Assert.True(response.Status == 401, why);
        Assert.Equal("Bearer realm=\"netdev-exporter\"", response.Field("WWW-Authenticate"));
        Assert.StartsWith("text/plain", response.Field("Content-Type"));
        Assert.Matches(@"\A[^\n]+\n\z", response.Text);
        client.Request("/metrics", "HEAD", fields);
        Assert.Equal(response.HeadWithoutDate(), client.Read(toHead: true).HeadWithoutDate());
        Assert.Equal(200, client.Get("/metrics", Field).Status);
    }

    [Fact]
    public void Two_tokens_are_no_request_even_if_both_are_right()
    {
        using WireClient client = exporter.Connect();
        WireResponse response = client.Get("/metrics", Field + Field);
        Assert.Equal((400, "close"), (response.Status, response.Field("Connection")));
        Assert.Empty(client.ReadToEnd());
    }

    [Theory]
    [InlineData("GET", "/", 200, 200)] // a page that asks for it: LivePageRouteTests
    [InlineData("POST", "/", 401, 405)]
    [InlineData("GET", "/metrics?token=" + Token, 401, 200)] // a query is in logs; it is no place for a token
    [InlineData("GET", "/-/ready", 401, 200)]
    [InlineData("GET", "/-/healthy", 200, 200)]
    [InlineData("GET", "/nowhere", 401, 404)]
    [InlineData("DELETE", "/metrics", 401, 405)]
    [InlineData("OPTIONS", "/metrics", 204, 204)] // it tells nothing
    public void It_is_asked_for_before_anything_is_told(string method, string path, int without, int with)
    {
        using WireClient client = exporter.Connect();
        client.Request(path, method);
        Assert.Equal(without, client.Read().Status);
        client.Request(path, method, Field);
        Assert.Equal(with, client.Read().Status);
    }

    [Fact]
    public void Each_of_many_that_wait_together_gets_the_answer_that_is_its_own()
    {
        WireClient[] clients = [.. Enumerable.Range(0, 32).Select(_ => exporter.Connect())];
        for (int round = 0; round < 20; round++)
        {
            for (int i = 0; i < clients.Length; i++)
            {
                string last = i % 3 == 0 ? Field : "";
                clients[i].Send(
                    $"GET /metrics HTTP/1.1\r\nHost: h\r\n{Field}\r\nGET /-/ready HTTP/1.1\r\nHost: h\r\n{last}\r\n");
            }

            for (int i = 0; i < clients.Length; i++)
            {
                Assert.Equal((200, i % 3 == 0 ? 200 : 401), (clients[i].Read().Status, clients[i].Read().Status));
            }
        }
    }

    [Fact]
    public void The_longest_token_fits_a_request()
    {
        string longest = new('a', 4095);
        SetToken(longest + "\n");
        AwaitStatus(longest, 200);
    }

    [Fact]
    public void A_new_token_counts_within_a_second_written_put_in_place_or_linked_to()
    {
        AwaitStatus(Token, 200);
        SetToken("written");
        AwaitStatus("written", 200);
        AwaitStatus(Token, 401);

        File.Move(folder.Write("token.new", "moved"), folder.PathOf("token"), overwrite: true);
        AwaitStatus("moved", 200);
        AwaitStatus("written", 401);

        // As Kubernetes mounts a secret: a link to a file by way of a link to a folder, which is swapped.
        Directory.CreateDirectory(folder.PathOf("1"));
        Directory.CreateDirectory(folder.PathOf("2"));
        folder.Write("1/token", "first");
        folder.Write("2/token", "second");
        File.CreateSymbolicLink(folder.PathOf("data"), "1");
        File.CreateSymbolicLink(folder.PathOf("link"), "data/token");
        File.Move(folder.PathOf("link"), folder.PathOf("token"), overwrite: true);
        AwaitStatus("first", 200);
        File.CreateSymbolicLink(folder.PathOf("data.new"), "2");
        Tool.Succeed("mv", ["-T", folder.PathOf("data.new"), folder.PathOf("data")]);
        AwaitStatus("second", 200);
        AwaitStatus("first", 401);
        Assert.DoesNotContain(["written", "moved", "first", "second"], exporter.Log.Contains);
    }

    [Theory]
    [InlineData("gone", "No such file")]
    [InlineData("empty", "empty")]
    [InlineData("two words", "one word")]
    [InlineData("others may write it", "others may write to it")]
    public void A_token_file_that_is_no_good_any_more_lets_nobody_in_says_so_once_and_recovers(string what, string why)
    {
        AwaitStatus(Token, 200);
        Spoil(what);
        AwaitStatus(Token, 401);
        for (int i = 0; i < 30; i++)
        {
            Assert.Equal(401, Ask(Token));
            Assert.Equal(401, Ask(""));
            Thread.Sleep(50); // it is looked at again meanwhile
        }

        Assert.Equal(200, exporter.Get("/-/healthy").Status);
        IReadOnlyList<string> lines = exporter.AwaitLogLines(4);
        Assert.Equal(4, lines.Count);
        Assert.All([" level=warn ", folder.PathOf("token"), why], part => Assert.Contains(part, lines[3]));
        SetToken(Token);
        AwaitStatus(Token, 200);
        Assert.Contains(" level=info ", exporter.AwaitLogLines(5)[^1]);
        Assert.Equal(5, exporter.LogLines.Count);
        Assert.DoesNotContain(Token, exporter.Log);
    }

    public void Dispose()
    {
        exporter.Dispose();
        folder.Dispose();
    }

    private void SetToken(string text) =>
        File.SetUnixFileMode(folder.Write("token", text), UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private void Spoil(string what)
    {
        switch (what)
        {
            case "gone":
                File.Delete(folder.PathOf("token"));
                break;
            case "others may write it":
                File.SetUnixFileMode(folder.PathOf("token"), UnixFileMode.UserRead | UnixFileMode.OtherWrite);
                break;
            default:
                SetToken(what == "empty" ? "" : what);
                break;
        }
    }

    private int Ask(string token)
    {
        using WireClient client = exporter.Connect();
        return client.Get("/metrics", $"Authorization: Bearer {token}\r\nConnection: close\r\n").Status;
    }

    /// <summary>Asks until the answer has a status, for as long as a change may take and a little.</summary>
    private void AwaitStatus(string token, int status)
    {
        int last = Ask(token);
        for (int attempt = 0; attempt < 30 && last != status; attempt++)
        {
            Thread.Sleep(50);
            last = Ask(token);
        }

        Assert.Equal(status, last);
    }
}
