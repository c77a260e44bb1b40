using System;
using System.Diagnostics;
using System.Threading;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>
/// The time that a head may take is a total from its first byte on; what drips in does not lengthen it.
/// </summary>
public sealed class SlowHeadTests(PlainInstance instance) : IClassFixture<PlainInstance>
{
    [Fact]
    public void A_head_that_drips_and_one_that_stops_are_408_ten_seconds_after_their_first_byte()
    {
        using WireClient waiting = instance.Exporter.Connect(); // has sent nothing: its ten seconds have not begun
        using WireClient dripping = instance.Exporter.Connect();
        using WireClient stopped = instance.Exporter.Connect();
        using WireClient heading = instance.Exporter.Connect();
        Assert.Equal(200, stopped.Get("/metrics").Status);
        Thread.Sleep(1000); // the time before the first byte does not count

        Stopwatch clock = Stopwatch.StartNew();
        stopped.Send("GET /metrics HTTP/1.1\r\nHost: h\r\n");
        heading.Send("HEAD /metrics HTTP/1.1\r\n"); // its response has no body
        dripping.Send("GET /");
        while (clock.Elapsed < TimeSpan.FromSeconds(8))
        {
            dripping.Send("x");
            Thread.Sleep(200);
        }

        bool areQuiet = dripping.IsQuiet() && stopped.IsQuiet() && heading.IsQuiet();
        Assert.True(areQuiet || clock.Elapsed > TimeSpan.FromSeconds(9.7), "answered before their time");
        AssertTimedOut(dripping);
        AssertTimedOut(stopped);
        AssertTimedOut(heading, toHead: true);
        Assert.InRange(clock.Elapsed.TotalSeconds, 9.7, 13);
        Assert.Equal(200, waiting.Get("/metrics").Status);
    }

    private static void AssertTimedOut(WireClient client, bool toHead = false)
    {
        WireResponse response = client.Read(toHead);
        Assert.Equal(408, response.Status);
        Assert.Equal("close", response.Field("Connection"));
        Assert.Empty(client.ReadToEnd());
    }
}
