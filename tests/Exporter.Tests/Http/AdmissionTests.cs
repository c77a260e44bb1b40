using System;
using NetdevExporter.Http.Connections;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>How clients get in when there are more of them than places.</summary>
public sealed class AdmissionTests : IDisposable
{
    private const long Now = 1_000_000;

    private readonly ConnectionFixture fixture = new();
    private readonly Admission admission;

    public AdmissionTests() => admission = new Admission(fixture.Table);

    [Fact]
    public void All_clients_that_wait_are_accepted_and_ready()
    {
        fixture.Connect();
        fixture.Connect();
        admission.Accept(fixture.Listener, Now);
        Assert.Equal(2, fixture.Table.Count);
        foreach (Connection connection in fixture.Table.Open)
        {
            Assert.Equal((ConnectionState.Idle, true), (connection.State, connection.IsReady));
        }

        Assert.Equal((false, 0), (admission.IsClientWaiting, admission.AcceptAt(Now)));
    }

    [Fact]
    public void A_client_more_gets_the_place_of_the_first_evictable_connection()
    {
        Connection first = fixture.AddServed(0);
        FillUp(() => fixture.AddServed(10));
        int descriptor = first.Descriptor;
        fixture.Connect();
        admission.Accept(fixture.Listener, Now);
        Assert.Equal(4, fixture.Table.Count);
        foreach (Connection connection in fixture.Table.Open)
        {
            Assert.True(connection.Descriptor != descriptor || connection.IsReady);
        }
    }

    [Fact]
    public void When_none_is_evictable_the_client_waits_until_one_is()
    {
        fixture.AddServed(Now - 5);
        FillUp(() => fixture.AddWaiting(0));
        fixture.Connect();
        admission.Accept(fixture.Listener, Now);
        Assert.True(admission.IsClientWaiting);
        Assert.Equal(Now - 5 + Limits.IdleMillisecondsMin, admission.AcceptAt(Now));
        admission.Accept(fixture.Listener, admission.AcceptAt(Now));
        Assert.False(admission.IsClientWaiting);
    }

    [Fact]
    public void A_crowd_that_takes_all_places_at_once_is_seen_to_be_larger()
    {
        for (int i = 0; i < fixture.Table.Capacity + 1; i++)
        {
            fixture.Connect();
        }

        admission.Accept(fixture.Listener, Now);
        Assert.True(fixture.Table.IsFull);
        Assert.True(admission.IsClientWaiting);
    }

    [Fact]
    public void A_crowd_that_says_nothing_does_not_evict_a_scraper()
    {
        Connection scraper = fixture.AddServed(0);
        for (int i = 0; i < 2 * fixture.Table.Capacity; i++)
        {
            fixture.Connect();
        }

        for (long now = Now; now < Now + 100; now++)
        {
            admission.Accept(fixture.Listener, now);
            foreach (Connection connection in fixture.Table.Open)
            {
                connection.IsReady = false;
            }
        }

        Assert.Equal((ConnectionState.Idle, true), (scraper.State, scraper.IsActive));
    }

    [Fact]
    public void A_client_that_has_asked_since_poll_is_not_evicted()
    {
        Connection first = fixture.AddServed(0);
        Assert.True(fixture.Client.TrySend("GET "u8, out _));
        Connection second = fixture.AddServed(10);
        FillUp(() => fixture.AddWaiting(0));
        int descriptor = first.Descriptor;
        fixture.Connect();
        admission.Accept(fixture.Listener, Now);
        Assert.Equal((descriptor, true), (first.Descriptor, first.IsReady));
        Assert.Equal(ConnectionState.Idle, second.State); // closed, and opened again for the new client
        Assert.True(second.IsReady);
    }

    [Fact]
    public void When_a_place_becomes_free_the_client_waits_no_longer()
    {
        FillUp(() => fixture.AddWaiting(0));
        fixture.Connect();
        admission.Accept(fixture.Listener, Now);
        Assert.Equal(long.MaxValue, admission.AcceptAt(Now));
        fixture.Table.Open[0].Close();
        fixture.Table.RemoveClosed();
        Assert.Equal(0, admission.AcceptAt(Now));
    }

    public void Dispose() => fixture.Dispose();

    private void FillUp(Action add)
    {
        while (!fixture.Table.IsFull)
        {
            add();
        }
    }
}
