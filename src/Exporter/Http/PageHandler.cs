using System;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>
/// Answers all connections that wait for a page with one new page, compressed for clients that prefer gzip.
/// </summary>
internal sealed class PageHandler(
    ConnectionTable connections,
    IPageSource source,
    Responder responder,
    GzipEncoder encoder,
    bool compresses) : IDisposable
{
    private readonly PagePool pages = new();
    private readonly PagePool encodedPages = new();
    private readonly byte[] head = new byte[Page.HeadRoom];

    /// <summary>
    /// When a connection that waits for a page can be answered, in milliseconds on the server's clock; 0 for now, and
    /// far in the future if none waits.
    /// </summary>
    internal long AnswerAt
    {
        get
        {
            long plainAt = pages.HasSpare ? 0 : FindEvictable(pages).At;
            long encodedAt = encodedPages.Find() is not null ? 0 : FindEvictable(encodedPages).At;
            long first = long.MaxValue;
            foreach (Connection connection in connections.Open)
            {
                if (connection.State == ConnectionState.AwaitingPage)
                {
                    first = long.Min(first, !NeedsPage(connection.Pending) ? 0
                        : connection.Pending.PrefersGzip && compresses ? long.Min(plainAt, encodedAt)
                        : plainAt);
                }
            }

            return first;
        }
    }

    /// <summary>
    /// Answers the connections that wait for a page, if there is memory for one. The page is written after the last of
    /// their requests has arrived. One page is always kept for this: a client that takes it compressed does not wait
    /// for those who hold uncompressed ones.
    /// </summary>
    internal void AnswerWaiting(long now)
    {
        if (AnswerAt > now)
        {
            return;
        }

        bool canHold = pages.HasSpare || (IsHoldWanted() && TryEvict(pages, now));
        Page page = pages.Find()!;
        page.Holders++;
        bool isPage = source.TryWrite(page, now);
        Page? encoded = isPage ? Encode(page, now) : null;
        now = Clock.Milliseconds; // a large page takes a while
        if (isPage)
        {
            page.SetHead(WriteHead(page, isGzip: false, connection: default));
        }

        encoded?.SetHead(WriteHead(encoded, isGzip: true, connection: default));
        foreach (Connection connection in connections.Open)
        {
            if (connection.State == ConnectionState.AwaitingPage)
            {
                Answer(connection, page, encoded, isPage, canHold, now);
            }
        }

        encoded?.Release();
        page.Release();
    }

    public void Dispose()
    {
        pages.Dispose();
        encodedPages.Dispose();
    }

    /// <summary>Whether the response has the page's body.</summary>
    private static bool NeedsPage(PendingAnswer pending) => pending is { IsHead: false, Resource.Write: null };

    /// <summary>Whether a client waits that may have to hold the page: none can be compressed for it.</summary>
    private bool IsHoldWanted()
    {
        bool canEncode = compresses && encodedPages.Find() is not null;
        foreach (Connection connection in connections.Open)
        {
            bool isWaiting = connection.State == ConnectionState.AwaitingPage && NeedsPage(connection.Pending);
            if (isWaiting && !(canEncode && connection.Pending.PrefersGzip))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a client waits for a page of this length, and takes it compressed.</summary>
    private bool IsGzipWanted(int length)
    {
        foreach (Connection connection in connections.Open)
        {
            if (connection.State == ConnectionState.AwaitingPage && connection.Pending.TakesGzip(length))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Frees a page whose holders have all stalled, by closing them; returns false if there is none.</summary>
    private bool TryEvict(PagePool pool, long now)
    {
        (Page first, long at) = FindEvictable(pool);
        foreach (Connection connection in connections.Open)
        {
            if (now >= at && connection.Holds(first))
            {
                connection.Close();
            }
        }

        return now >= at;
    }

    /// <summary>Finds the page whose holders will all have stalled first, and when.</summary>
    private (Page Page, long At) FindEvictable(PagePool pool)
    {
        (Page Page, long At) first = (pool.All[0], long.MaxValue);
        foreach (Page page in pool.All)
        {
            long last = page.Holders > 0 ? 0 : long.MaxValue - Limits.PageStallMilliseconds;
            foreach (Connection connection in connections.Open)
            {
                last = connection.Holds(page) ? long.Max(last, connection.EvictableAt) : last;
            }

            last += Limits.PageStallMilliseconds - Limits.StallMilliseconds;
            first = last < first.At ? (page, last) : first;
        }

        return first;
    }

    /// <summary>
    /// Compresses a page. Returns null, to send it uncompressed, if no waiting client takes a page of its length
    /// compressed, or if there is no page to compress it into.
    /// </summary>
    private Page? Encode(Page page, long now)
    {
        if (!compresses || !IsGzipWanted(page.Length))
        {
            return null;
        }

        Page? encoded = encodedPages.Find();
        if (encoded is null && TryEvict(encodedPages, now))
        {
            encoded = encodedPages.Find();
        }

        if (encoded is null || !encoder.TryEncode(page, encoded))
        {
            return null;
        }

        encoded.Holders++;
        return encoded;
    }

    private static Representation OfPage(bool isGzip) => new(ResponseHead.Exposition) { IsGzip = isGzip };

    private ReadOnlySpan<byte> WriteHead(Page page, bool isGzip, ReadOnlySpan<byte> connection)
    {
        ByteWriter writer = new(head);
        ResponseHead.Write(ref writer, ResponseStatus.Ok, OfPage(isGzip), page.Length, connection);
        return head.AsSpan(0, writer.Length);
    }

    /// <summary>Answers a connection that waited for the page, or leaves it waiting until it can hold one.</summary>
    /// <param name="page">The page or, if <paramref name="isPage"/> is false, the reason.</param>
    /// <param name="encoded">The compressed page; may be null.</param>
    /// <param name="canHold">Whether the page may be held until it is sent.</param>
    private void Answer(Connection connection, Page page, Page? encoded, bool isPage, bool canHold, long now)
    {
        PendingAnswer pending = connection.Pending;
        ReadOnlySpan<byte> reason = isPage ? default
            : page.Length > 0 ? page.Body
            : ResponseStatus.ServiceUnavailable.Explanation(); // no memory, not even for the reason
        if (pending.Resource is { Write: not null })
        {
            responder.Answer(connection, pending.Resource, reason.TrimEnd((byte)'\n'), now);
            return;
        }

        if (!isPage)
        {
            responder.Answer(
                connection, ResponseStatus.ServiceUnavailable, new Representation(ResponseHead.Text), reason, now);
            return;
        }

        bool isGzip = encoded is not null && pending.TakesGzip(page.Length);
        Page body = isGzip ? encoded! : page;
        bool isSmall = body.Length <= Responder.BodyBytesMax; // copied if it cannot be sent at once, and not held
        bool hasUsualHead = pending is { IsHead: false, IsHttp10: false, KeepAlive: true }; // which the page includes
        if (isSmall && hasUsualHead)
        {
            connection.Respond(body.From(body.ResponseStart), null, 0, now);
        }
        else if (isSmall || pending.IsHead)
        {
            responder.Answer(connection, ResponseStatus.Ok, OfPage(isGzip), body.Body, now);
        }
        else if (hasUsualHead && (isGzip || canHold))
        {
            connection.Respond(default, body, body.ResponseStart, now);
        }
        else if (isGzip || canHold)
        {
            connection.Respond(WriteHead(body, isGzip, pending.ConnectionOption), body, Page.HeadRoom, now);
        }
        else if (pending.PrefersGzip && compresses && encodedPages.Find() is not null)
        {
            responder.Answer(connection, ResponseStatus.ServiceUnavailable, now); // no memory to compress it
        }
    }
}
