using System;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Message;

/// <summary>
/// The pages of one kind, compressed or not: usually one, and a few more while slow clients hold it. Their number
/// limits the memory for slow clients, however many there are. Unused pages have no memory.
/// </summary>
internal sealed class PagePool : IDisposable
{
    private readonly Page[] pages = new Page[Limits.PagesMax];

    internal PagePool()
    {
        for (int i = 0; i < pages.Length; i++)
        {
            pages[i] = new Page(this);
        }
    }

    /// <summary>Every page, held or not.</summary>
    internal ReadOnlySpan<Page> All => pages;

    /// <summary>Whether there would still be a free page if one were held.</summary>
    internal bool HasSpare
    {
        get
        {
            int free = 0;
            foreach (Page page in pages)
            {
                free += page.Holders == 0 ? 1 : 0;
            }

            return free > 1;
        }
    }

    /// <summary>Finds a free page, preferably one with memory; null if all are held.</summary>
    internal Page? Find() => Find(hasMemory: true, besides: null) ?? Find(hasMemory: false, besides: null);

    /// <summary>Frees the memory of a free page if another free page has memory.</summary>
    internal void Recycle(Page page)
    {
        if (page.Holders == 0 && Find(hasMemory: true, besides: page) is not null)
        {
            page.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (Page page in pages)
        {
            page.Dispose();
        }
    }

    private Page? Find(bool hasMemory, Page? besides)
    {
        foreach (Page page in pages)
        {
            if (page.Holders == 0 && page.HasMemory == hasMemory && page != besides)
            {
                return page;
            }
        }

        return null;
    }
}
