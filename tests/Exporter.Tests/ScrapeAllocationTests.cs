using System;
using System.IO;
using NetdevExporter.Exposition;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>A scrape costs the managed heap nothing, however long the program runs.</summary>
public sealed class ScrapeAllocationTests
{
    private const long Now = 1_000_000;

    private const int Scrapes = 1_000;

    [Theory]
    [InlineData("/proc/self/net/dev", true)]
    [InlineData("/proc/self/net/dev", false)]
    [InlineData("a file of 100 devices", true)]
    [InlineData("a file of 100 devices, and each once more", true)]
    public void A_scrape_allocates_nothing(string path, bool withProcessMetrics)
    {
        string file = Path.GetTempFileName();
        string rows = NetDevText.Many(100)[NetDevText.Header.Length..];
        File.WriteAllText(file, NetDevText.Header + rows + (path.EndsWith("once more") ? rows : ""));
        using Page page = new();
        using Scrape scrape = new(
            File.Exists(path) ? path : file, NameScheme.All[0], withProcessMetrics, allowsOwn: true);
        Write(scrape, page, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Write(scrape, page, Scrapes);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        File.Delete(file);
        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData("")]
    [InlineData("the reason <why>")]
    public void A_page_for_browsers_allocates_nothing(string fault)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, NetDevText.Many(1000));
        using Page page = new();
        using Scrape scrape = new(file, NameScheme.All[0], withProcessMetrics: false);
        Write(scrape, page, 1);
        Site site = new("/metrics", file, BuildInfo.Line, scrape);
        Resource[] resources = [site.Find("/"u8)!, site.Find("/"u8)!.Public!, site.Find("/-/page.js"u8)!];
        byte[] room = new byte[Responder.BodyBytesMax];
        byte[] reason = Latin1.Bytes(fault);
        long before = 0;
        for (int i = 0; i < 2 * Scrapes; i++)
        {
            before = i == Scrapes ? GC.GetAllocatedBytesForCurrentThread() : before;
            foreach (Resource resource in resources)
            {
                ByteWriter body = new(room);
                _ = resource.Write!(reason, ref body);
            }
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        File.Delete(file);
    }

    private static void Write(Scrape scrape, Page page, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (!scrape.TryWrite(page, Now))
            {
                throw new InvalidOperationException(Latin1.Text(page.Body));
            }
        }
    }
}
