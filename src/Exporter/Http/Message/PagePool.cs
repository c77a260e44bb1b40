using System;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Message;

/// <summary>
/// The pages of one kind, compressed or not: one, and while slow clients hold it, a few more. Their number is the
/// bound on what slow clients cost, however many they are. The others have no memory.
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

    /// <summary>
    /// From when on there is a page, if need be one whose holders have to leave; 0 where one is free.
    /// </summary>
    internal long FreeAt => FindFirstToLeave()?.LeavesAt ?? 0;

    /// <summary>A page that no connection holds; null where all <see cref="Limits.PagesMax"/> are held.</summary>
    internal Page? Take() => FindFree(hasMemory: true, besides: null) ?? FindFree(hasMemory: false, besides: null);

    /// <summary>The held page whose holders have to leave first; null where a page is free.</summary>
    internal Page? FindFirstToLeave()
    {
        Page first = pages[0];
        foreach (Page page in pages)
        {
            if (page.Holders == 0)
            {
                return null;
            }

            first = page.LeavesAt < first.LeavesAt ? page : first;
        }

        return first;
    }

    /// <summary>Takes the memory of a page that nobody holds any more where another has some.</summary>
    internal void TakeBack(Page page)
    {
        if (page.Holders == 0 && FindFree(hasMemory: true, besides: page) is not null)
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

    private Page? FindFree(bool hasMemory, Page? besides)
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
