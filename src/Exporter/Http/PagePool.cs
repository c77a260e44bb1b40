using System;

namespace NetdevExporter.Http;

/// <summary>
/// The pages of one kind, compressed or not: one, and while slow clients hold it, a few more. Their number is the
/// bound on what slow clients cost, however many they are.
/// </summary>
internal sealed class PagePool : IDisposable
{
    private readonly Page?[] pages = new Page?[Limits.PagesMax];
    private int count;

    /// <summary>A page that no connection holds; null where all <see cref="Limits.PagesMax"/> are held.</summary>
    internal Page? Take()
    {
        Page? free = FindFree(besides: null);
        if (free is not null)
        {
            return free;
        }

        if (count == pages.Length)
        {
            return null;
        }

        count++;
        return pages[Array.IndexOf(pages, null)] = new Page(this);
    }

    /// <summary>
    /// From when on there is a page, if need be one whose holders have to leave; 0 where one is free.
    /// </summary>
    internal long FreeAt => FindFirstToLeave()?.LeavesAt ?? 0;

    /// <summary>The held page whose holders have to leave first; null where a page is free.</summary>
    internal Page? FindFirstToLeave()
    {
        Page? first = pages[0];
        foreach (Page? page in pages)
        {
            if (page is null or { Holders: 0 })
            {
                return null;
            }

            first = page.LeavesAt < first!.LeavesAt ? page : first;
        }

        return first;
    }

    /// <summary>Frees a page that nobody holds any more where another is free.</summary>
    internal void TakeBack(Page page)
    {
        if (page.Holders == 0 && FindFree(besides: page) is not null)
        {
            pages[Array.IndexOf(pages, page)] = null;
            count--;
            page.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (Page? page in pages)
        {
            page?.Dispose();
        }
    }

    private Page? FindFree(Page? besides)
    {
        foreach (Page? page in pages)
        {
            if (page is { Holders: 0 } && page != besides)
            {
                return page;
            }
        }

        return null;
    }
}
