using System;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Message;

/// <summary>
/// The pages of one kind, compressed or not: one in use, and a few more while slow clients hold it. Their number is the
/// limit on what slow clients cost, however many they are. The others have no memory.
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

    /// <summary>A page that no connection holds, one with memory first; null if all are held.</summary>
    internal Page? Find() => Find(hasMemory: true, besides: null) ?? Find(hasMemory: false, besides: null);

    /// <summary>Frees the memory of a page that nobody holds if another free page has some.</summary>
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
