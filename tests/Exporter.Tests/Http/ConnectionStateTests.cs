using System;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>The state machine of one connection: from state to state, and how long each may last.</summary>
public sealed class ConnectionStateTests : IDisposable
{
    private const long Now = 1_000_000;

    /// <summary>The longest stay that can be saved up within 10 ms, beyond the usual one.</summary>
    private const int SavedMilliseconds = 10 + Limits.StayMillisecondsMax - Limits.StallMilliseconds;

    private readonly ConnectionFixture fixture = new();

    [Fact]
    public void A_whole_life_goes_through_the_states_in_their_order()
    {
        Connection connection = fixture.Add(Now);
        Assert.Equal((ConnectionState.Idle, Now + (Limits.IdleSeconds * 1000L)), StateOf(connection));
        Assert.False(connection.Receive(Now));
        Assert.Equal(ConnectionState.Idle, connection.State);
        Send("request"u8);
        Assert.True(connection.Receive(Now + 1));
        Assert.Equal((ConnectionState.ReadingHead, Now + 1 + (Limits.HeadSeconds * 1000L)), StateOf(connection));
        connection.TakeRequest("request"u8.Length, Answer(keepAlive: true), Now + 2);
        Assert.Equal((ConnectionState.AwaitingPage, long.MaxValue), StateOf(connection));
        connection.Respond("response"u8, null, 0, Now + 3);
        Assert.Equal((ConnectionState.Idle, Now + 3 + (Limits.IdleSeconds * 1000L)), StateOf(connection));
        Send("request"u8);
        Assert.True(connection.Receive(Now + 4));
        connection.TakeRequest("request"u8.Length, Answer(keepAlive: false), Now + 5);
        connection.Respond("response"u8, null, 0, Now + 6);
        Assert.Equal((ConnectionState.Draining, Now + 6 + (Limits.LingerSeconds * 1000L)), StateOf(connection));
        connection.Drain();
        Assert.Equal(ConnectionState.Draining, connection.State);
        fixture.Client.Dispose();
        connection.Drain();
        Assert.Equal((ConnectionState.Closed, -1), (connection.State, connection.Descriptor));
    }

    [Fact]
    public void The_deadline_of_a_head_is_a_total()
    {
        Connection connection = fixture.AddReading(Now, "G"u8);
        Send("E"u8);
        Assert.True(connection.Receive(Now + 9_000));
        Assert.Equal((ConnectionState.ReadingHead, Now + (Limits.HeadSeconds * 1000L)), StateOf(connection));
    }

    [Fact]
    public void A_byte_now_and_then_does_not_keep_the_place()
    {
        Connection connection = fixture.AddReading(Now, "G"u8);
        Send("E"u8);
        Assert.True(connection.Receive(Now + 9_000));
        Assert.Equal(Now + Limits.NewConnectionMilliseconds, connection.EvictableAt);
    }

    [Fact]
    public void A_request_behind_another_waits_for_its_turn_and_one_that_is_not_whole_for_its_rest()
    {
        Connection connection = fixture.AddReading(Now, "oneand"u8);
        connection.TakeRequest("one"u8.Length, Answer(keepAlive: true), Now);
        connection.Respond("response"u8, null, 0, Now);
        Assert.Equal(ConnectionState.RequestBuffered, connection.State);
        Assert.Equal("and", Latin1.Text(connection.Unread));
        Assert.True(connection.TryAwaitRest(Now + 1));
        Assert.Equal((ConnectionState.ReadingHead, Now + 1 + (Limits.HeadSeconds * 1000L)), StateOf(connection));
    }

    [Fact]
    public void Empty_lines_begin_no_head()
    {
        Connection connection = fixture.Add(Now);
        Send("\r\n\r\n"u8);
        Assert.False(connection.Receive(Now + 1_000));
        Assert.Equal((ConnectionState.Idle, Now + (Limits.IdleSeconds * 1000L)), StateOf(connection));
        Send("one\r\n"u8);
        Assert.True(connection.Receive(Now));
        connection.TakeRequest("one"u8.Length, Answer(keepAlive: true), Now);
        connection.Respond("response"u8, null, 0, Now + 2);
        Assert.Equal((ConnectionState.Idle, Now + 2 + (Limits.IdleSeconds * 1000L)), StateOf(connection));
    }

    [Fact]
    public void A_response_that_is_not_taken_has_its_deadline_and_is_sent_on()
    {
        Connection connection = fixture.AddStalled(Now);
        Assert.Equal((ConnectionState.SendingResponse, Now + (Limits.ResponseSeconds * 1000L)), StateOf(connection));
        byte[] taken = new byte[64 * 1024];
        for (int i = 0; i < 1_000 && connection.State == ConnectionState.SendingResponse; i++)
        {
            _ = fixture.Client.TryReceive(taken, out _);
            connection.Send(Now);
        }

        Assert.Equal(ConnectionState.Idle, connection.State);
    }

    [Theory]
    [InlineData("nothing", 0, 0)]
    [InlineData("more than it can save up", Limits.TakenBytesPerSecondMin, SavedMilliseconds)]
    public void What_a_client_takes_lengthens_its_stay_at_a_rate_up_to_a_bound(string what, int bytes, int milliseconds)
    {
        Connection connection = fixture.AddStalled(Now);
        Take(bytes);
        connection.Send(Now + 10);
        long stay = connection.EvictableAt - Now - Limits.StallMilliseconds;
        Assert.True(stay >= 0 && stay <= milliseconds, $"{what}: {stay} ms more");
        Assert.True(bytes == 0 == (stay == 0), $"{what}: {stay} ms more");
    }

    [Fact]
    public void A_page_is_held_while_it_is_sent_and_released_when_the_connection_is_closed()
    {
        Connection connection = fixture.AddWaiting(Now);
        using Page page = new();
        Assert.True(page.TryGrow(4 * 1024 * 1024));
        page.Length = 4 * 1024 * 1024;
        connection.Respond(default, page, page.ResponseStart, Now);
        Assert.True(connection.Holds(page));
        Assert.Equal(1, page.Holders);
        connection.Close();
        Assert.False(connection.Holds(page));
        Assert.Equal(0, page.Holders);
    }

    [Fact]
    public void A_client_that_is_gone_closes_its_connection_in_every_state_that_looks_at_it()
    {
        Connection reading = fixture.AddReading(Now, "G"u8);
        fixture.Client.Dispose();
        Assert.False(reading.Receive(Now));
        Connection sending = fixture.AddStalled(Now);
        fixture.Client.Dispose();
        sending.Send(Now);
        Connection waiting = fixture.AddWaiting(Now);
        fixture.Client.Dispose();
        waiting.Respond("response"u8, null, 0, Now);
        Assert.All(
            new[] { reading, sending, waiting },
            connection => Assert.Equal((ConnectionState.Closed, -1), (connection.State, connection.Descriptor)));
    }

    public void Dispose() => fixture.Dispose();

    private static (ConnectionState State, long Deadline) StateOf(Connection connection) =>
        (connection.State, connection.Deadline);

    private static PendingAnswer Answer(bool keepAlive) =>
        new(null, isHead: false, isHttp10: false, keepAlive, prefersGzip: false);

    private void Send(ReadOnlySpan<byte> bytes) => Assert.True(fixture.Client.TrySend(bytes, out _));

    private void Take(int bytes)
    {
        byte[] taken = new byte[64 * 1024];
        for (int left = bytes; left > 0;)
        {
            Assert.True(fixture.Client.TryReceive(taken.AsSpan(0, Math.Min(left, taken.Length)), out int count));
            left = count == 0 ? 0 : left - count;
        }
    }
}
