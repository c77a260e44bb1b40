using System;
using System.Linq;
using NetdevExporter.Http;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>Who is answered when slow clients hold the pages, at a time of the test's choice.</summary>
public sealed class PageHandlerTests : IDisposable
{
    private const int PlainPages = Limits.PagesMax - 1;

    /// <summary>
    /// The handler reads the clock itself once a page is written. That clock begins when the machine starts: on one
    /// that has just started, a constant may lie in the future.
    /// </summary>
    private readonly long now = Clock.Milliseconds;

    private readonly ConnectionFixture fixture = new();
    private readonly ChangingSource source = new() { Padding = 4 * 1024 * 1024 };
    private readonly Resource metrics = new Site("/metrics", "/dev", "version").Find("/metrics"u8)!;
    private readonly GzipEncoder encoder = new();
    private readonly Responder responder;
    private readonly PageHandler handler;

    public PageHandlerTests()
    {
        responder = new Responder(encoder, compresses: true);
        handler = new PageHandler(fixture.Table, source, responder, encoder, compresses: true);
    }

    [Fact]
    public void Without_a_request_nothing_is_read()
    {
        Assert.Equal(long.MaxValue, handler.AnswerAt);
        handler.AnswerWaiting(now);
        Assert.Equal(0, source.Readings);
    }

    [Fact]
    public void While_slow_clients_hold_all_pages_who_takes_it_compressed_is_answered_and_nobody_else()
    {
        Connection[] slow = HoldAllPages();
        Connection scraper = fixture.AddScrape(metrics, prefersGzip: true, now);
        Assert.Equal(0, handler.AnswerAt);
        handler.AnswerWaiting(Clock.Milliseconds + 1_000); // all have stalled, but nobody needs what they hold
        Assert.Equal(PlainPages + 1, source.Readings);
        Assert.NotEqual(ConnectionState.AwaitingPage, scraper.State);
        Assert.All(slow, connection => Assert.Equal(ConnectionState.SendingResponse, connection.State));
        scraper.Close();
        fixture.Table.RemoveClosed();

        Connection plain = fixture.AddScrape(metrics, prefersGzip: false, now);
        handler.AnswerWaiting(now);
        Assert.Equal(ConnectionState.AwaitingPage, plain.State);
        Assert.Equal(PlainPages + 1, source.Readings); // nothing is read in vain
    }

    [Fact]
    public void Who_needs_no_page_is_answered_too()
    {
        HoldAllPages();
        Connection head = fixture.AddReading(now, "x"u8);
        head.TakeRequest(1, new PendingAnswer(metrics, isHead: true, isHttp10: false, true, false), now);
        handler.AnswerWaiting(now);
        Assert.Equal(ConnectionState.Idle, head.State);
    }

    [Fact]
    public void Who_waits_for_a_page_gets_that_of_the_first_that_has_stalled()
    {
        long before = Clock.Milliseconds;
        Connection[] slow = HoldAllPages();
        Connection plain = fixture.AddScrape(metrics, prefersGzip: false, now);
        long at = handler.AnswerAt;
        Assert.InRange(at - Limits.PageStallMilliseconds, before, Clock.Milliseconds);
        handler.AnswerWaiting(at - 1);
        Assert.Equal(ConnectionState.AwaitingPage, plain.State);
        handler.AnswerWaiting(at);
        Assert.Equal(ConnectionState.SendingResponse, plain.State);
        Assert.Single(slow, connection => connection.State == ConnectionState.Closed);
    }

    public void Dispose()
    {
        fixture.Dispose();
        handler.Dispose();
        responder.Dispose();
        encoder.Dispose();
        source.Dispose();
    }

    /// <summary>Has clients that take nothing hold every page that can be held, each another.</summary>
    private Connection[] HoldAllPages() =>
        [.. Enumerable.Range(0, PlainPages).Select(_ =>
        {
            Connection connection = fixture.AddScrape(metrics, prefersGzip: false, now);
            handler.AnswerWaiting(now);
            Assert.Equal(ConnectionState.SendingResponse, connection.State);
            return connection;
        })];
}
