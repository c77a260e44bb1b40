using System;
using System.Collections.Generic;
using System.IO;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>Who makes room for another.</summary>
public sealed class ConnectionTableTests : IDisposable
{
    private const long Now = 1_000_000;

    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;
    private readonly List<StreamSocket> clients = [];
    private readonly ConnectionTable table;
    private readonly ListenAddress address;
    private readonly Listener listener;

    public ConnectionTableTests()
    {
        address = ListenAddress.Parse("unix:" + Path.Combine(folder, "s"))!;
        Assert.Equal(Errno.None, Listener.Bind(address, out Listener? bound));
        listener = bound!;
        table = new ConnectionTable(4);
    }

    [Fact]
    public void It_is_full_at_its_capacity_and_has_room_when_one_is_closed()
    {
        for (int i = 0; i < 4; i++)
        {
            Assert.False(table.IsFull);
            Add(ConnectionState.Receiving, 0);
        }

        Assert.True(table.IsFull);
        Connection kept = table[3];
        table[1].Close();
        table.RemoveClosed();
        Assert.Equal((3, false), (table.Count, table.IsFull));
        Assert.Same(kept, table[1]);
    }

    [Fact]
    public void Nobody_there_is_nobody_idle()
    {
        Assert.Null(table.FindIdle(Now));
        Assert.False(table.IsAnyWaiting());
    }

    [Fact]
    public void Who_has_had_its_last_response_goes_first()
    {
        Add(ConnectionState.Receiving, 1);
        Connection draining = Add(ConnectionState.Draining, 5_000);
        AddServed(2);
        Assert.Same(draining, table.FindIdle(Now));
    }

    [Fact]
    public void Who_never_took_a_response_goes_before_who_did_however_long_that_is_idle()
    {
        AddServed(0);
        Connection silent = Add(ConnectionState.Receiving, 900_000);
        AddServed(10);
        Assert.Same(silent, table.FindIdle(Now));
    }

    [Fact]
    public void Of_two_alike_the_longest_idle_goes()
    {
        AddServed(500);
        Connection longest = AddServed(100);
        AddServed(900);
        Assert.Same(longest, table.FindIdle(Now));
    }

    [Fact]
    public void Who_waits_for_the_page_or_takes_a_response_stays()
    {
        Add(ConnectionState.Waiting, 0);
        Add(ConnectionState.Sending, Now - Limits.PlaceMilliseconds + 1);
        Assert.Null(table.FindIdle(Now));
        Assert.True(table.IsAnyWaiting());
    }

    [Fact]
    public void Who_has_stopped_taking_its_response_goes()
    {
        Add(ConnectionState.Waiting, 0);
        Connection stuck = Add(ConnectionState.Sending, Now - Limits.PlaceMilliseconds);
        Assert.Same(stuck, table.FindIdle(Now));
    }

    [Fact]
    public void Who_has_just_come_is_given_a_moment_to_ask()
    {
        Connection served = AddServed(Now - 1);
        Add(ConnectionState.Receiving, Now - 2);
        Assert.Same(served, table.FindIdle(Now));
    }

    [Fact]
    public void Who_has_just_come_goes_where_more_than_half_have_just_come()
    {
        AddServed(0);
        Connection first = Add(ConnectionState.Receiving, Now - 3);
        Add(ConnectionState.Receiving, Now - 2);
        Add(ConnectionState.Receiving, Now - 1);
        Assert.Same(first, table.FindIdle(Now));
    }

    [Fact]
    public void Who_has_come_this_moment_is_waited_for()
    {
        Connection first = Add(ConnectionState.Receiving, Now - Limits.NewcomerMilliseconds + 1);
        Add(ConnectionState.Receiving, Now);
        Assert.Same(first, table.FindIdle(Now));
        Assert.True(ConnectionTable.IsIdle(first, Now));
        Assert.Equal((Now + 1, Now + 1), (first.LeavesAt, table.FirstLeavesAt()));
    }

    [Fact]
    public void Who_has_been_served_need_not_be_waited_for()
    {
        Connection served = AddServed(Now);
        Assert.Same(served, table.FindIdle(Now));
        Assert.True(ConnectionTable.IsIdle(served, Now));
        Assert.Equal(Now, served.LeavesAt);
    }

    [Fact]
    public void Who_has_asked_meanwhile_stays()
    {
        Connection waiting = Add(ConnectionState.Waiting, 0);
        Assert.False(ConnectionTable.IsIdle(waiting, Now));
    }

    [Fact]
    public void Who_has_stopped_taking_its_response_goes_after_who_is_idle()
    {
        Add(ConnectionState.Sending, 0);
        Connection idle = AddServed(Now - 1);
        Assert.Same(idle, table.FindIdle(Now));
    }

    public void Dispose()
    {
        table.Dispose();
        listener.Dispose();
        clients.ForEach(client => client.Dispose());
        Directory.Delete(folder, recursive: true);
    }

    private Connection Add(ConnectionState state, long cameAt)
    {
        Assert.Equal(Errno.None, StreamSocket.Connect(address.Client, out StreamSocket? client));
        clients.Add(client!);
        Connection connection = table.Add();
        Assert.True(connection.TryOpen(listener.Accept(out _), cameAt));
        connection.State = state;
        return connection;
    }

    private Connection AddServed(long servedAt)
    {
        Connection connection = Add(ConnectionState.Receiving, servedAt);
        connection.Pending = new PendingAnswer(Route.Healthy, isHead: false, isHttp10: false, keepAlive: true, false);
        connection.Respond("x"u8, null, 0, servedAt);
        Assert.True(connection is { HasBeenServed: true, State: ConnectionState.Receiving });
        return connection;
    }
}
