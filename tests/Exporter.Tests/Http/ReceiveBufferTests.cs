using System;
using NetdevExporter.Http.Connections;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>What a client's bytes cost: memory and parsing.</summary>
public sealed class ReceiveBufferTests : IDisposable
{
    private const int Initial = Limits.HeadBytesInitial;
    private const int Max = Limits.HeadBytesMax;

    private readonly ConnectionFixture fixture = new();
    private readonly StreamSocket server = new();
    private readonly ReceiveBuffer buffer = new();

    public ReceiveBufferTests()
    {
        fixture.Connect();
        Assert.Equal(AcceptStatus.Accepted, fixture.Listener.Accept(out int client));
        server.Open(client);
        Assert.True(buffer.TryOpen());
    }

    /// <summary>Without the rule, it would be half a billion: sixteen times as much as 8 KiB cost.</summary>
    [Fact]
    public void A_large_head_that_drips_costs_little_more_parsing_than_one_that_fits_at_first()
    {
        long initial = 0;
        long parsed = 0;
        for (int length = 1; length <= Max; length++)
        {
            bool isWorthParsing = Receive([(byte)(length % 100 == 0 ? '\n' : 'x')]);
            Assert.Equal(isWorthParsing, length <= Initial || length is 2 * Initial or Max);
            parsed += isWorthParsing ? length : 0;
            initial += length <= Initial ? length : 0;
            Assert.True(length == Max || buffer.TryMakeRoom());
        }

        Assert.InRange(parsed, initial, initial * 101 / 100);
    }

    [Theory]
    [InlineData("\r\n\r\n")]
    [InlineData("\n\r\n")] // a bare LF is refused at once
    public void The_end_of_a_large_head_is_seen_however_it_is_cut(string end)
    {
        for (int cut = 0; cut <= end.Length; cut++)
        {
            Fill(Initial + 100);
            Assert.Equal(cut == end.Length, Receive(Latin1.Bytes(end[..cut])));
            Assert.True(cut == end.Length || Receive(Latin1.Bytes(end[cut..] + "next")));
            buffer.Consume(buffer.Unread.Length);
        }
    }

    [Fact]
    public void The_room_of_a_large_head_is_given_back_when_all_is_consumed()
    {
        Fill(Max);
        Assert.True(buffer.TryMakeRoom()); // the bound is the caller's
        buffer.Consume(Max - 10);
        Assert.Equal(10, buffer.Unread.Length); // pipelined bytes keep it
        buffer.Consume(10);
        Fill(Initial - 1);
        Assert.True(Receive("xyz"u8)); // only one byte has room
        Assert.Equal(Initial, buffer.Unread.Length);
    }

    [Fact]
    public void Empty_lines_before_a_request_are_dropped_and_those_after_it()
    {
        Assert.False(Receive("\r\n\r\n"u8));
        Assert.True(buffer.IsEmpty);
        Assert.True(Receive("\r\n\r"u8));
        Assert.True(Receive("\nGET\r\n\r\n"u8));
        Assert.Equal("GET\r\n\r\n", Latin1.Text(buffer.Unread));
        buffer.Consume(3);
        Assert.True(buffer.IsEmpty);
    }

    public void Dispose()
    {
        buffer.Dispose();
        server.Dispose();
        fixture.Dispose();
    }

    private void Fill(int length)
    {
        while (buffer.Unread.Length < length)
        {
            Assert.True(buffer.TryMakeRoom());
            byte[] bytes = new byte[int.Min(1024, length - buffer.Unread.Length)];
            bytes.AsSpan().Fill((byte)'x');
            _ = Receive(bytes);
        }
    }

    private bool Receive(ReadOnlySpan<byte> bytes)
    {
        Assert.True(bytes.IsEmpty || fixture.Client.TrySend(bytes, out _));
        Assert.True(buffer.TryReceive(server, out bool isWorthParsing));
        return isWorthParsing;
    }
}
