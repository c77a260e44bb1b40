using System.Collections.Generic;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

public sealed class PagePoolTests
{
    [Fact]
    public void A_page_that_nobody_holds_is_taken_again()
    {
        using PagePool pool = new();
        Page? page = pool.Find();
        Assert.NotNull(page);
        Assert.Same(page, pool.Find());
        page.Holders++;
        page.Release();
        Assert.Same(page, pool.Find());
    }

    [Fact]
    public void Held_pages_are_left_alone_and_there_are_never_more_than_the_bound()
    {
        using PagePool pool = new();
        List<Page> pages = HoldAll(pool);
        Assert.Equal(Limits.PagesMax, new HashSet<Page>(pages).Count);
        Assert.Null(pool.Find());
    }

    [Fact]
    public void A_page_is_free_when_its_last_holder_has_let_go()
    {
        using PagePool pool = new();
        List<Page> pages = HoldAll(pool);
        pages[2].Holders++;
        pages[2].Release();
        Assert.Null(pool.Find());
        pages[2].Release();
        Assert.NotNull(pool.Find());
    }

    [Fact]
    public void When_all_have_let_go_one_page_is_left()
    {
        using PagePool pool = new();
        foreach (Page held in HoldAll(pool))
        {
            held.Release();
        }

        Page? page = pool.Find();
        Assert.NotNull(page);
        page.Holders++;
        Assert.NotSame(page, pool.Find());
    }

    [Fact]
    public void A_page_grows_and_keeps_its_beginning()
    {
        using Page page = new();
        page.SetText("why");
        Assert.True(page.TryGrow(1_000_000));
        Assert.True(page.Room.Length >= 1_000_000);
        Assert.Equal("why\n", Latin1.Text(page.Body));
    }

    [Fact]
    public void The_head_stands_right_before_the_body()
    {
        using Page page = new();
        page.SetText("body");
        page.SetHead("head"u8);
        Assert.Equal("headbody\n", Latin1.Text(page.From(page.ResponseStart)));
        page.SetHead("longer head"u8);
        Assert.Equal("longer headbody\n", Latin1.Text(page.From(page.ResponseStart)));
    }

    private static List<Page> HoldAll(PagePool pool)
    {
        List<Page> pages = [];
        while (pages.Count < Limits.PagesMax)
        {
            Page page = pool.Find()!;
            page.Holders++;
            pages.Add(page);
        }

        return pages;
    }
}
