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
        Page? page = pool.Take();
        Assert.NotNull(page);
        Assert.Same(page, pool.Take());
        page.Holders++;
        page.Release();
        Assert.Same(page, pool.Take());
    }

    [Fact]
    public void Held_pages_are_left_alone_and_there_are_never_more_than_the_bound()
    {
        using PagePool pool = new();
        List<Page> pages = HoldAll(pool);
        Assert.Equal(Limits.PagesMax, new HashSet<Page>(pages).Count);
        Assert.Null(pool.Take());
    }

    [Fact]
    public void A_page_is_free_when_its_last_holder_has_let_go()
    {
        using PagePool pool = new();
        List<Page> pages = HoldAll(pool);
        pages[2].Holders++;
        pages[2].Release();
        Assert.Null(pool.Take());
        pages[2].Release();
        Assert.NotNull(pool.Take());
    }

    [Fact]
    public void When_all_have_let_go_one_page_is_left()
    {
        using PagePool pool = new();
        foreach (Page held in HoldAll(pool))
        {
            held.Release();
        }

        Page? page = pool.Take();
        Assert.NotNull(page);
        page.Holders++;
        Assert.NotSame(page, pool.Take());
    }

    [Theory]
    [InlineData("the earliest, between others", 2, 900, 800, 100, 700)]
    [InlineData("the last one can be it", 3, 900, 800, 700, 600)]
    [InlineData("and the first", 0, 600, 700, 800, 900)]
    public void The_page_that_leaves_first_is_the_one(string why, int index, params int[] leavesAt)
    {
        using PagePool pool = new();
        List<Page> pages = HoldAll(pool);
        for (int i = 0; i < pages.Count; i++)
        {
            pages[i].LeavesAt = leavesAt[i];
        }

        Assert.True(ReferenceEquals(pages[index], pool.FindFirstToLeave()), why);
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
            Page page = pool.Take()!;
            page.Holders++;
            pages.Add(page);
        }

        return pages;
    }
}
