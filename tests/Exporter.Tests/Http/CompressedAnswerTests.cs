using System.Collections.Generic;
using System.Linq;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>Who gets a page compressed, of those who wait for the same one, and which pages are.</summary>
public sealed class CompressedAnswerTests
{
    private const string Coding = "Content-Encoding: gzip\r\n";
    private const string Offer = "Accept-Encoding: gzip\r\n";

    /// <summary>Why, the request, and whether its answer is compressed.</summary>
    public static TheoryData<string, string, bool> Requests => new()
    {
        { "offers nothing", "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", false },
        { "offers gzip", $"GET /metrics HTTP/1.1\r\nHost: a\r\n{Offer}\r\n", true },
        { "offers gzip and closes", $"GET /metrics HTTP/1.1\r\nHost: a\r\n{Offer}Connection: close\r\n\r\n", true },
        { "refuses it", "GET /metrics HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip;q=0\r\n\r\n", false },
        { "HTTP/1.0 offers gzip", $"GET /metrics HTTP/1.0\r\n{Offer}\r\n", true },
        { "HTTP/1.0 offers nothing", "GET /metrics HTTP/1.0\r\n\r\n", false },
        { "asks whether it is ready", $"GET /-/ready HTTP/1.1\r\nHost: a\r\n{Offer}\r\n", false },
    };

    [Fact]
    public void Of_those_who_share_a_reading_each_gets_what_it_offered()
    {
        using ChangingSource source = new() { Padding = 20_000 };
        using RunningServer server = new(source);
        List<(string Why, string Request, bool IsGzip)> rows = [.. Requests.Select(row => row.Data)];
        List<ServerClient> clients = [.. rows.Select(_ => server.Connect())];
        Assert.All(clients, client => Assert.Equal(200, client.Ask("/-/healthy").Status)); // all are accepted
        using ServerClient first = server.Connect();
        source.Hold();
        first.Send(ServerClient.Get("/metrics"));
        source.WaitUntilHeld();
        long changed = source.CountUp(); // while the first is read
        for (int i = 0; i < rows.Count; i++)
        {
            clients[i].Send(rows[i].Request);
        }

        source.Release();
        Assert.Equal('0', first.Receive().Body[0]);
        for (int i = 0; i < rows.Count; i++)
        {
            string body = clients[i].Receive().Body;
            Assert.True(rows[i].IsGzip == clients[i].LastHead.Contains(Coding), rows[i].Why);
            string page = rows[i].IsGzip ? Gzip.Decode(body) : body;
            string expected = rows[i].Request.Contains("ready") ? "ready\n" : changed + new string('.', 20_000) + "\n";
            Assert.True(expected == page, rows[i].Why);
        }

        Assert.Equal(2, source.Readings);
        clients.ForEach(client => client.Dispose());
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void From_the_bound_on_a_page_is_compressed(int more, bool isGzip)
    {
        using ChangingSource source = new() { Padding = Limits.GzipPageBytesMin + more - "0\n".Length };
        using RunningServer server = new(source);
        using ServerClient client = server.Connect();
        client.Send($"GET /metrics HTTP/1.1\r\nHost: a\r\n{Offer}\r\n");
        string body = client.Receive().Body;
        Assert.Equal(isGzip, client.LastHead.Contains(Coding));
        Assert.Equal(Limits.GzipPageBytesMin + more, (isGzip ? Gzip.Decode(body) : body).Length);
    }

    [Fact]
    public void Pages_that_come_out_no_smaller_are_sent_as_they_are_and_cost_no_place()
    {
        using ChangingSource source = new() { Padding = 20_000, IsNoise = true };
        using RunningServer server = new(source);
        using ServerClient client = server.Connect();
        for (int i = 0; i < 3 * Limits.PagesMax; i++)
        {
            client.Send($"GET /metrics HTTP/1.1\r\nHost: a\r\n{Offer}\r\n");
            Assert.Equal(20_000 + "0\n".Length, client.Receive().Body.Length);
            Assert.DoesNotContain(Coding, client.LastHead);
        }

        source.IsNoise = false;
        client.Send($"GET /metrics HTTP/1.1\r\nHost: a\r\n{Offer}\r\n");
        Assert.Equal(20_000 + "0\n".Length, Gzip.Decode(client.Receive().Body).Length);
        Assert.Contains(Coding, client.LastHead);
    }
}
