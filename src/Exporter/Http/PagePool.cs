using System;
using System.Collections.Generic;

namespace NetdevExporter.Http;

/// <summary>
/// The pages there are: one, and while slow clients hold it, a few more. Their number is the bound on what slow clients cost, however
/// many they are.
/// </summary>
internal sealed class PagePool : IDisposable
{
    private readonly List<Page> pages = [new Page()];

    /// <summary>A page that no connection holds; null where all <see cref="Limits.PagesMax"/> are held.</summary>
    internal Page? Take()
    {
        foreach (Page page in pages)
        {
            if (page.Holders == 0)
            {
                return page;
            }
        }

        if (pages.Count == Limits.PagesMax)
        {
            return null;
        }

        Page added = new();
        pages.Add(added);
        return added;
    }

    /// <summary>The held page of which nobody has taken anything for the longest time.</summary>
    internal Page FindStalest()
    {
        Page stalest = pages[0];
        foreach (Page page in pages)
        {
            stalest = page.TakenAt < stalest.TakenAt ? page : stalest;
        }

        return stalest;
    }

    /// <summary>Takes a connection's hold off a page; a page that nobody holds any more is freed, but for one.</summary>
    internal void Release(Page page)
    {
        page.Holders--;
        if (page.Holders == 0 && pages.Count > 1)
        {
            _ = pages.Remove(page);
            page.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (Page page in pages)
        {
            page.Dispose();
        }

        pages.Clear();
    }
}
