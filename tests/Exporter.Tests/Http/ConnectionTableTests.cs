using System;
using NetdevExporter.Http.Connections;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>Which connection makes room for another: one queue, by <see cref="Connection.EvictableAt"/>.</summary>
public sealed class ConnectionTableTests : IDisposable
{
    private const long Now = 1_000_000;

    private readonly ConnectionFixture fixture = new();

    private ConnectionTable Table => fixture.Table;

    [Fact]
    public void It_is_full_at_its_capacity_and_has_room_when_one_is_closed()
    {
        for (int i = 0; i < 4; i++)
        {
            Assert.False(Table.IsFull);
            fixture.Add(0);
        }

        Assert.True(Table.IsFull);
        Connection kept = Table.Open[3];
        Table.Open[1].Close();
        Table.RemoveClosed();
        Assert.Equal((3, false), (Table.Count, Table.IsFull));
        Assert.Same(kept, Table.Open[1]);
    }

    [Fact]
    public void An_empty_table_has_none_to_evict()
    {
        Assert.Null(Table.FindEvictable(Now));
        Assert.Equal(long.MaxValue, Table.FirstEvictableAt(Now));
    }

    [Fact]
    public void The_longest_idle_connection_is_evicted()
    {
        fixture.AddServed(500);
        Connection longest = fixture.AddServed(100);
        fixture.AddServed(300);
        Assert.Same(longest, Table.FindEvictable(Now));
    }

    [Fact]
    public void Connections_without_a_request_are_evicted_before_a_scrapers_and_waited_for()
    {
        fixture.AddServed(0);
        Connection last = fixture.Add(Now);
        Connection longest = fixture.AddReading(700, "GET "u8);
        Assert.Same(longest, Table.FindEvictable(Now));
        longest.Close();
        Table.RemoveClosed();
        Assert.Null(Table.FindEvictable(Now));
        Assert.Equal(Now + Limits.NewConnectionMilliseconds, Table.FirstEvictableAt(Now));
        Assert.Same(last, Table.FindEvictable(Now + Limits.NewConnectionMilliseconds));
    }

    [Fact]
    public void A_connection_that_has_had_its_last_response_is_evicted_at_once()
    {
        Connection draining = fixture.AddWaiting(Now, keepAlive: false);
        draining.Respond("x"u8, null, 0, Now);
        Assert.Equal(ConnectionState.Draining, draining.State);
        fixture.AddServed(0);
        fixture.Add(0);
        Assert.Same(draining, Table.FindEvictable(Now));
    }

    [Fact]
    public void A_request_that_waits_for_the_page_is_never_evicted()
    {
        fixture.AddWaiting(0);
        Assert.Null(Table.FindEvictable(Now));
    }

    [Fact]
    public void A_request_that_waits_until_its_client_takes_the_answer_before_it_is_evicted_as_if_it_were_not_there()
    {
        Connection buffered = fixture.AddReading(Now, "xx"u8);
        buffered.TakeRequest(1, new(null, isHead: false, isHttp10: false, keepAlive: true, false), Now);
        buffered.Respond("x"u8, null, 0, Now);
        Assert.Equal(ConnectionState.RequestBuffered, buffered.State);
        Assert.Equal(SystemCalls.PollOut, buffered.PollDescriptor.Events);
        Assert.Equal(Now + (Limits.ResponseSeconds * 1000L), buffered.Deadline);
        Assert.Null(Table.FindEvictable(Now + Limits.StallMilliseconds - 1));
        Assert.Same(buffered, Table.FindEvictable(Now + Limits.StallMilliseconds));
    }

    [Fact]
    public void A_connection_that_poll_has_named_is_not_evicted()
    {
        Connection connection = fixture.AddServed(0);
        connection.IsReady = true;
        Assert.Null(Table.FindEvictable(Now));
        connection.IsReady = false;
        Assert.Same(connection, Table.FindEvictable(Now));
    }

    [Theory]
    [InlineData("a new connection", Limits.NewConnectionMilliseconds)]
    [InlineData("one that was served", Limits.IdleMillisecondsMin)]
    [InlineData("one that takes nothing of its response", Limits.StallMilliseconds)]
    public void Each_keeps_its_place_for_its_time_and_no_longer(string which, int milliseconds)
    {
        Connection connection = which switch
        {
            "a new connection" => fixture.Add(Now),
            "one that was served" => fixture.AddServed(Now),
            _ => fixture.AddStalled(Now),
        };
        Assert.Equal(Now + milliseconds, Table.FirstEvictableAt(Now));
        Assert.Null(Table.FindEvictable(Now + milliseconds - 1));
        Assert.Same(connection, Table.FindEvictable(Now + milliseconds));
    }

    public void Dispose() => fixture.Dispose();
}
