using System;
using System.Text;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>
/// Makes a page for all connections that wait for one, compresses it for those who prefer it so, and hands it out.
/// </summary>
internal sealed class PageHandler(
    ConnectionTable connections,
    IPageSource source,
    Site site,
    RequestHandler requests,
    Responder responder,
    bool compresses) : IDisposable
{
    private readonly PagePool pages = new();
    private readonly PagePool encodedPages = new();
    private readonly GzipEncoder encoder = new();
    private readonly byte[] head = new byte[Page.HeadRoom];

    /// <summary>Until when those who wait for a page wait; in the past where there is nothing to wait for.</summary>
    internal long AnswerAgainAt => pages.FreeAt;

    /// <summary>What has to have gone well, too, for the program to be ready; null where there is nothing.</summary>
    internal IPeriodicTask? Periodic { get; set; }

    /// <summary>
    /// Makes a page for all connections that wait for one. Who waits afterwards had sent more than one request.
    /// </summary>
    internal void AnswerWaiting(long now)
    {
        if (!connections.IsAnyWaiting())
        {
            return;
        }

        Page? page = Take(pages, now);
        if (page is null)
        {
            return;
        }

        bool isPage = source.TryWrite(page, now);
        page.Holders++;
        Page? encoded = isPage ? Encode(page, now) : null;
        now = Clock.Milliseconds; // a large page takes as long as some patience
        if (isPage)
        {
            Prepare(page, isGzip: false, now);
        }

        if (encoded is not null)
        {
            Prepare(encoded, isGzip: true, now);
        }

        for (int i = 0; i < connections.Count; i++)
        {
            if (connections[i].State == ConnectionState.Waiting)
            {
                Answer(connections[i], page, encoded, isPage, now);
                requests.TakeRequests(connections[i], now);
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

    /// <summary>
    /// Takes a free page. Where clients hold all that there can be and have not taken them, those who have taken
    /// nothing for a while lose theirs; null where all are being taken.
    /// </summary>
    private Page? Take(PagePool pool, long now)
    {
        for (int i = 0; i < Limits.PagesMax && pool.FindFirstToLeave() is Page first; i++)
        {
            if (now < first.LeavesAt)
            {
                return null;
            }

            LookAgain(first, now); // its holders may have made room since the last look
            if (pool.FindFirstToLeave() == first && now >= first.LeavesAt)
            {
                CloseHolders(first);
            }
        }

        return pool.Take();
    }

    private void LookAgain(Page page, long now)
    {
        for (int i = 0; i < connections.Count; i++)
        {
            if (connections[i].Holds(page))
            {
                requests.SendOn(connections[i], now);
            }
        }
    }

    private void CloseHolders(Page page)
    {
        for (int i = 0; i < connections.Count; i++)
        {
            if (connections[i].Holds(page))
            {
                connections[i].Close();
            }
        }
    }

    /// <summary>
    /// Compresses a page for those who prefer it so. Null where nobody does, where it is small, or where all that there
    /// can be of that kind are being taken: then it is sent as it is.
    /// </summary>
    private Page? Encode(Page page, long now)
    {
        if (!compresses || page.Length < Limits.GzipPageBytesMin || !connections.IsAnyWaiting(forGzip: true))
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

    /// <summary>Puts the head of the usual answer before a page that is handed out.</summary>
    private void Prepare(Page page, bool isGzip, long now)
    {
        page.LeavesAt = now + Limits.PageMilliseconds;
        page.SetHead(WriteHead(page, isGzip, connection: default));
    }

    private ReadOnlySpan<byte> WriteHead(Page page, bool isGzip, ReadOnlySpan<byte> connection)
    {
        int length = ResponseHead.Write(
            head, ResponseStatus.Ok, ResponseHead.Exposition, isGzip, page.Length, connection);
        return head.AsSpan(0, length);
    }

    /// <summary>Answers one of those who waited for this page.</summary>
    /// <param name="page">The page as it is; or, where it could not be made, why.</param>
    /// <param name="encoded">The same compressed, where somebody prefers it so.</param>
    private void Answer(Connection connection, Page page, Page? encoded, bool isPage, long now)
    {
        PendingAnswer pending = connection.Pending;
        bool isGzip = encoded is not null && pending.PrefersGzip;
        Page body = isGzip ? encoded! : page;
        if (pending.Route == Route.Landing)
        {
            string fault = isPage ? "" : Encoding.UTF8.GetString(page.Body).TrimEnd('\n');
            responder.Answer(connection, ResponseStatus.Ok, ResponseHead.Html, site.Landing(fault), now);
        }
        else if (!isPage)
        {
            ReadOnlySpan<byte> why = page.Length > 0 ? page.Body : ResponseStatus.ServiceUnavailable.Explanation();
            responder.Answer(connection, ResponseStatus.ServiceUnavailable, ResponseHead.Text, why, now);
        }
        else if (pending.Route == Route.Ready)
        {
            AnswerReady(connection, Periodic?.Fault ?? "", now);
        }
        else if (pending is { IsHead: false, IsHttp10: false, KeepAlive: true })
        {
            connection.Respond(default, body, body.ResponseStart, now);
        }
        else
        {
            ReadOnlySpan<byte> ownHead = WriteHead(body, isGzip, pending.ConnectionOption);
            connection.Respond(ownHead, pending.IsHead ? null : body, Page.HeadRoom, now);
        }
    }

    private void AnswerReady(Connection connection, string fault, long now)
    {
        if (fault.Length == 0)
        {
            responder.Answer(connection, ResponseStatus.Ok, ResponseHead.Text, "ready\n"u8, now);
        }
        else
        {
            byte[] why = Encoding.UTF8.GetBytes(fault + "\n");
            responder.Answer(connection, ResponseStatus.ServiceUnavailable, ResponseHead.Text, why, now);
        }
    }
}
