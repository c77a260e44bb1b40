using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>What requests that come together get to see. The rest of the server is tested from outside.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly ChangingSource source = new();

    [Fact]
    public void No_answer_is_older_than_its_request()
    {
        using RunningServer server = new(source);
        Parallel.For(0, 4, _ =>
        {
            using ServerClient client = server.Connect();
            for (int i = 0; i < 500; i++)
            {
                long now = source.CountUp();
                Assert.InRange(long.Parse(client.Ask("/metrics").Body), now, long.MaxValue);
            }
        });
    }

    [Fact]
    public void Requests_that_wait_at_the_same_moment_share_one_reading()
    {
        using RunningServer server = new(source);
        List<ServerClient> clients = [.. Enumerable.Range(0, 32).Select(_ => server.Connect())];
        Assert.All(clients, client => Assert.Equal(200, client.Ask("/-/healthy").Status)); // all are accepted
        using ServerClient first = server.Connect();
        source.Hold();
        first.Send(ServerClient.Get("/metrics"));
        source.WaitUntilHeld();
        long changed = source.CountUp(); // while the first is read
        clients.ForEach(client => client.Send(ServerClient.Get("/metrics")));
        source.Release();
        Assert.Equal("0\n", first.Receive().Body);
        Assert.All(clients, client => Assert.Equal($"{changed}\n", client.Receive().Body));
        Assert.Equal(2, source.Readings);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public void Pipelined_requests_get_a_reading_each_and_their_answers_in_order()
    {
        using RunningServer server = new(source);
        using ServerClient client = server.Connect();
        client.Send(
            string.Concat(Enumerable.Repeat(ServerClient.Get("/metrics"), 20)) + ServerClient.Get("/-/healthy"));
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal((200, "0\n"), client.Receive());
        }

        Assert.Equal((200, "healthy\n"), client.Receive());
        Assert.Equal(20, source.Readings);
    }

    [Fact]
    public void What_needs_no_page_makes_no_reading()
    {
        using RunningServer server = new(source);
        using ServerClient client = server.Connect();
        Assert.Equal(200, client.Ask("/-/healthy").Status);
        Assert.Equal(404, client.Ask("/nothing").Status);
        Assert.Equal(0, source.Readings);
        Assert.Equal((200, "ready\n"), client.Ask("/-/ready"));
        Assert.Equal(1, source.Readings);
    }

    [Fact]
    public void Where_no_page_can_be_had_each_page_says_why()
    {
        using ChangingSource wrong = new() { Fault = "not the host's" };
        using RunningServer server = new(wrong);
        using ServerClient client = server.Connect();
        Assert.Equal((503, "not the host's\n"), client.Ask("/-/ready"));
        Assert.Equal((503, "not the host's\n"), client.Ask("/metrics"));
        Assert.Contains("<p>not the host&#39;s</p>", client.Ask("/").Body);
    }

    [Fact]
    public void Clients_that_do_not_take_their_pages_do_not_keep_others_from_theirs()
    {
        using ChangingSource large = new() { Padding = 4 * 1024 * 1024 };
        using RunningServer server = new(large);
        List<ServerClient> slow = [];
        for (int i = 0; i < 2 * Limits.PagesMax; i++)
        {
            slow.Add(server.Connect());
            slow[^1].Send(ServerClient.Get("/metrics"));
            using ServerClient other = server.Connect();
            long now = large.CountUp();
            Assert.StartsWith($"{now}.", other.Ask("/metrics").Body);
        }

        slow.ForEach(client => client.Dispose());
    }

    [Fact]
    public void A_client_that_takes_its_page_little_by_little_keeps_it_before_those_that_take_nothing()
    {
        using ChangingSource large = new() { Padding = 4 * 1024 * 1024 };
        using RunningServer server = new(large);
        ServerClient[] slow = [.. Enumerable.Range(0, Limits.PagesMax - 1).Select(_ => server.Connect())];
        foreach (ServerClient client in slow)
        {
            client.Send(ServerClient.Get("/metrics"));
            client.Take(1); // so that each holds a page of its own
        }

        const int Steps = 15;
        for (int i = 0; i < Steps; i++)
        {
            slow[0].Take(large.Padding / 2 / Steps);
            Thread.Sleep(1200 / Steps);
        }

        using ServerClient newcomer = server.Connect();
        Assert.Equal(200, newcomer.Ask("/metrics").Status);
        slow[0].Take(large.Padding / 2);
        Assert.ThrowsAny<IOException>(() => slow[1].Take(large.Padding));
        Assert.All(slow, client => client.Dispose());
    }

    [Fact]
    public void When_all_places_are_taken_the_newcomer_gets_that_of_the_longest_idle()
    {
        using RunningServer server = new(source, maxConnections: 2);
        using ServerClient oldest = server.Connect();
        Assert.Equal(200, oldest.Ask("/-/healthy").Status);
        using ServerClient older = server.Connect();
        Assert.Equal(200, older.Ask("/-/healthy").Status);
        using ServerClient newcomer = server.Connect();
        Assert.Equal(200, newcomer.Ask("/metrics").Status);
        Assert.True(oldest.IsAtEnd());
        Assert.Equal(200, older.Ask("/metrics").Status);
    }

    [Fact]
    public void A_place_that_its_client_has_left_is_taken_before_anybody_is_evicted()
    {
        using RunningServer server = new(source, maxConnections: 2);
        using ServerClient kept = server.Connect();
        Assert.Equal(200, kept.Ask("/-/healthy").Status);
        ServerClient other = server.Connect();
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(200, other.Ask("/-/healthy").Status);
            other.Dispose();
            other = server.Connect();
        }

        Assert.Equal(200, other.Ask("/metrics").Status);
        Assert.Equal(200, kept.Ask("/metrics").Status);
        other.Dispose();
    }

    [Fact]
    public void A_server_that_nobody_uses_stops_at_once()
    {
        using RunningServer server = new(source);
        using ServerClient idle = server.Connect();
        Assert.Equal(200, idle.Ask("/-/healthy").Status);
        DateTime asked = DateTime.UtcNow;
        Assert.True(server.Stop(10));
        Assert.InRange(DateTime.UtcNow - asked, TimeSpan.Zero, TimeSpan.FromSeconds(Limits.StopSeconds * 0.9));
        Assert.True(idle.IsAtEnd());
    }

    [Fact]
    public void A_response_in_flight_delays_the_stop_by_its_bound_at_most_and_costs_no_time()
    {
        using ChangingSource large = new() { Padding = 4 * 1024 * 1024 };
        using RunningServer server = new(large);
        using ServerClient slow = server.Connect();
        slow.Send(ServerClient.Get("/metrics"));
        using ServerClient other = server.Connect();
        Assert.Equal(200, other.Ask("/-/healthy").Status);
        DateTime asked = DateTime.UtcNow;
        Assert.True(server.Stop(10));
        Assert.InRange(
            DateTime.UtcNow - asked, TimeSpan.FromSeconds(Limits.StopSeconds * 0.9), TimeSpan.FromSeconds(5));
        Assert.InRange(server.CpuTime, TimeSpan.Zero, TimeSpan.FromSeconds(Limits.StopSeconds * 0.25));
    }

    [Fact]
    public async Task A_response_in_flight_is_finished_when_its_client_takes_it()
    {
        using ChangingSource large = new() { Padding = 4 * 1024 * 1024 };
        using RunningServer server = new(large);
        using ServerClient client = server.Connect();
        client.Send(ServerClient.Get("/metrics"));
        large.WaitUntilHeld();
        Task<bool> stop = Task.Run(() => server.Stop(10), TestContext.Current.CancellationToken);
        Assert.Equal(large.Padding + 2, client.Receive().Body.Length);
        Assert.True(client.IsAtEnd());
        Assert.True(await stop);
    }

    [Fact]
    public void Once_asked_to_stop_a_server_answers_one_request_more_on_a_connection_and_closes_it()
    {
        using ChangingSource large = new() { Padding = 4 * 1024 * 1024 };
        using RunningServer server = new(large);
        using ServerClient client = server.Connect();
        string healthy = ServerClient.Get("/-/healthy");
        client.Send(ServerClient.Get("/metrics") + healthy + healthy);
        large.WaitUntilHeld();
        server.BeginStop();
        Assert.Equal(large.Padding + 2, client.Receive().Body.Length);
        Assert.Equal((200, "healthy\n"), client.Receive());
        Assert.True(client.IsAtEnd());
        Assert.True(server.Stop(10));
    }

    public void Dispose() => source.Dispose();
}
