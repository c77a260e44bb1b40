using System;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>
/// A request that is larger than what is taken is told so, and the answer is not lost to a reset while its client still
/// sends.
/// </summary>
public sealed class TooLargeRequestTests(PlainInstance instance) : IClassFixture<PlainInstance>
{
    private const string Start = "GET / HTTP/1.1\r\nHost: h\r\n";
    private const int HeadBytesMax = 32 * 1024;
    private const int BytesAtFirst = 8 * 1024;
    private const int MuchMore = 1024 * 1024;

    public static TheoryData<string, string> Heads => new()
    {
        { "a long target", "GET /" + new string('x', HeadBytesMax) + " HTTP/1.1\r\nHost: h\r\n\r\n" },
        { "a long value", Start + "A: " + new string('x', HeadBytesMax) + "\r\n\r\n" },
        { "a long name", Start + new string('x', HeadBytesMax) + ": a\r\n\r\n" },
        { "many fields", Start + string.Concat(Enumerable.Repeat("A: b\r\n", 6000)) + "\r\n" },
        { "ten thousand fields", Start + string.Concat(Enumerable.Repeat("A: b\r\n", 10_000)) + "\r\n" },
        { "a method without an end", new string('x', HeadBytesMax + 1) },
        { "a target without an end", "GET /" + new string('x', MuchMore) },
        { "a value without an end", Start + "A: " + new string('x', MuchMore) },
        { "a head without an end", Start + string.Concat(Enumerable.Repeat("A: b\r\n", 200_000)) },
    };

    [Theory]
    [MemberData(nameof(Heads), DisableDiscoveryEnumeration = true)]
    public void A_head_over_32_KiB_is_431(string reason, string head)
    {
        using WireClient client = instance.Exporter.Connect();
        AssertRefused(client, head, 431, reason);
    }

    [Fact]
    public void A_HEAD_over_32_KiB_is_431_without_a_body()
    {
        using WireClient client = instance.Exporter.Connect();
        client.Send("HEAD / HTTP/1.1\r\nHost: h\r\nA: " + new string('x', HeadBytesMax));
        WireResponse response = client.Read(toHead: true);
        Assert.Equal(431, response.Status);
        Assert.NotEqual("0", response.Field("Content-Length"));
        Assert.Empty(client.ReadToEnd());
    }

    [Theory]
    [InlineData(BytesAtFirst)]
    [InlineData(BytesAtFirst + 1)]
    [InlineData((2 * BytesAtFirst) + 1)]
    [InlineData(HeadBytesMax)]
    public void A_head_up_to_32_KiB_is_served_on_a_kept_connection_too(int length)
    {
        const string Begin = Start + "Cookie: a=";
        const string End = "\r\n\r\n";
        string head = Begin + new string('x', length - Begin.Length - End.Length) + End;
        Assert.Equal(length, head.Length);
        using WireClient client = instance.Exporter.Connect();
        client.Send(head);
        Assert.Equal(200, client.Read().Status);
        client.Send(head + head);
        Assert.Equal(200, client.Read().Status);
        Assert.Equal(200, client.Read().Status);
    }

    [Theory]
    [InlineData("Content-Length: 1048576", 405)]
    [InlineData("Content-Length: 1048576\r\nExpect: 100-continue", 405)]
    [InlineData("Transfer-Encoding: chunked", 405)]
    public void A_client_that_sends_its_body_to_the_end_reads_the_whole_answer(string field, int status)
    {
        using WireClient client = instance.Exporter.Connect();
        string head = $"POST /metrics HTTP/1.1\r\nHost: h\r\n{field}\r\n\r\n";
        AssertRefused(client, head + new string('x', MuchMore), status, field);
    }

    [Theory]
    [InlineData("Content-Length: 1000000", 405)]
    [InlineData("Transfer-Encoding: chunked", 405)]
    [InlineData("Broken", 400)]
    public void A_client_that_still_sends_while_it_is_refused_is_not_cut_off(string field, int status)
    {
        using WireClient client = instance.Exporter.Connect();
        client.Send($"POST /metrics HTTP/1.1\r\nHost: h\r\n{field}\r\n\r\n");
        for (int i = 0; i < 8; i++)
        {
            client.Send(new string('x', 10_000)); // a reset would make this fail
            Thread.Sleep(25);
        }

        Assert.Equal(status, client.Read().Status);
        Assert.Empty(client.ReadToEnd());
    }

    private static void AssertRefused(WireClient client, string bytes, int status, string reason)
    {
        try
        {
            client.Send(bytes);
            WireResponse response = client.Read();
            Assert.True(response.Status == status, $"{reason}: {response.StatusLine}");
            Assert.Equal("close", response.Field("Connection"));
            Assert.NotEmpty(response.Body);
            Assert.True(status != 431 || response.Text.Contains("32 KiB"));
            Assert.Empty(client.ReadToEnd());
        }
        catch (SocketException exception)
        {
            throw new InvalidOperationException($"{reason}: the answer was lost", exception);
        }
    }
}
