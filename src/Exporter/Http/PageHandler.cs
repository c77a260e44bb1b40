using System;
using System.Text;
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
    bool compresses) : IDisposable
{
    private readonly PagePool pages = new();
    private readonly PagePool encodedPages = new();
    private readonly GzipEncoder encoder = new();
    private readonly byte[] head = new byte[Page.HeadRoom];

    /// <summary>When a page is free or can be evicted, in milliseconds on the server's clock; 0 for now.</summary>
    internal long AnswerAt => pages.Find() is null ? FindEvictable(pages).At : 0;

    /// <summary>
    /// Answers all connections that wait for a page. The page is written after the last of their requests has arrived.
    /// </summary>
    internal void AnswerWaiting(long now)
    {
        if (!IsAnyWaiting(forGzip: false))
        {
            return;
        }

        Page? page = Take(pages, now);
        if (page is null)
        {
            return;
        }

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
                Answer(connection, page, encoded, isPage, now);
            }
        }

        encoded?.Release();
        page.Release();
    }

    public void Dispose()
    {
        pages.Dispose();
        encodedPages.Dispose();
        encoder.Dispose();
    }

    private bool IsAnyWaiting(bool forGzip)
    {
        foreach (Connection connection in connections.Open)
        {
            if (connection.State == ConnectionState.AwaitingPage && (!forGzip || connection.Pending.PrefersGzip))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Returns a free page, or one whose holders have all stalled, after closing them; null if there is neither.
    /// </summary>
    private Page? Take(PagePool pool, long now)
    {
        Page? page = pool.Find();
        if (page is null)
        {
            (Page first, long at) = FindEvictable(pool);
            if (now < at)
            {
                return null;
            }

            foreach (Connection connection in connections.Open)
            {
                if (connection.Holds(first))
                {
                    connection.Close();
                }
            }
        }

        return page ?? pool.Find();
    }

    /// <summary>Finds the page whose holders will all have stalled first, and when.</summary>
    private (Page Page, long At) FindEvictable(PagePool pool)
    {
        (Page Page, long At) first = (pool.All[0], long.MaxValue);
        foreach (Page page in pool.All)
        {
            long last = 0;
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
    /// Compresses a page. Returns null, to send it uncompressed, if no waiting client prefers gzip, if the page is
    /// small, or if there is no page to compress it into.
    /// </summary>
    private Page? Encode(Page page, long now)
    {
        if (!compresses || page.Length < Limits.GzipPageBytesMin || !IsAnyWaiting(forGzip: true))
        {
            return null;
        }

        Page? encoded = Take(encodedPages, now);
        if (encoded is null || !encoder.TryEncode(page, encoded))
        {
            return null;
        }

        encoded.Holders++;
        return encoded;
    }

    private ReadOnlySpan<byte> WriteHead(Page page, bool isGzip, ReadOnlySpan<byte> connection)
    {
        ByteWriter writer = new(head);
        ResponseHead.Write(
            ref writer, ResponseStatus.Ok, ResponseHead.Exposition, isGzip, page.Length, connection);
        return head.AsSpan(0, writer.Length);
    }

    /// <summary>Answers a connection that waited for the page.</summary>
    /// <param name="page">The page or, if <paramref name="isPage"/> is false, the reason.</param>
    /// <param name="encoded">The compressed page; may be null.</param>
    private void Answer(Connection connection, Page page, Page? encoded, bool isPage, long now)
    {
        PendingAnswer pending = connection.Pending;
        ReadOnlySpan<byte> reason = isPage ? default
            : page.Length > 0 ? page.Body
            : ResponseStatus.ServiceUnavailable.Explanation(); // no memory, not even for the reason
        if (pending.Resource is { Write: not null })
        {
            responder.Answer(connection, pending.Resource, Encoding.UTF8.GetString(reason).TrimEnd('\n'), now);
            return;
        }

        if (!isPage)
        {
            responder.Answer(connection, ResponseStatus.ServiceUnavailable, ResponseHead.Text, reason, now);
            return;
        }

        bool isGzip = encoded is not null && pending.PrefersGzip;
        Page body = isGzip ? encoded! : page;
        if (pending is { IsHead: false, IsHttp10: false, KeepAlive: true })
        {
            connection.Respond(default, body, body.ResponseStart, now); // the page includes its head
        }
        else
        {
            ReadOnlySpan<byte> ownHead = WriteHead(body, isGzip, pending.ConnectionOption);
            connection.Respond(ownHead, pending.IsHead ? null : body, Page.HeadRoom, now);
        }
    }
}
