using System;
using System.IO;
using NetdevExporter.Exposition;
using NetdevExporter.Http.Message;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>
/// What is compressed comes back the same, from another implementation, and costs the managed heap nothing.
/// </summary>
public sealed class GzipEncoderTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();
    private readonly GzipEncoder encoder = new();
    private readonly Page page = new();
    private readonly Page encoded = new();

    [Theory]
    [InlineData(15)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(5000)]
    public void A_page_comes_back_as_it_was_and_is_a_sixth_at_most(int devices)
    {
        Scrape(devices, 1);
        Assert.True(encoder.TryEncode(page, encoded));
        Assert.Equal(page.Body, Gzip.Decode(encoded.Body.ToArray()));
        Assert.InRange(encoded.Length, 1, page.Length / 6);
    }

    [Fact]
    public void A_state_that_is_used_again_gives_what_a_new_one_gives()
    {
        Scrape(1000, 1);
        using GzipEncoder other = new();
        using Page otherEncoded = new();
        for (int i = 0; i < 3; i++)
        {
            Assert.True(encoder.TryEncode(page, encoded));
        }

        Assert.True(other.TryEncode(page, otherEncoded));
        Assert.Equal(otherEncoded.Body, encoded.Body);
    }

    [Fact]
    public void What_comes_out_no_smaller_is_left_and_does_not_spoil_the_next()
    {
        Scrape(1000, 1);
        page.Length = 20_000;
        new Random(1).NextBytes(page.Room[..page.Length]);
        Assert.False(encoder.TryEncode(page, encoded));
        Scrape(1000, 1);
        Assert.True(encoder.TryEncode(page, encoded));
        Assert.Equal(page.Body, Gzip.Decode(encoded.Body.ToArray()));
    }

    [Fact]
    public void A_compressed_scrape_allocates_nothing()
    {
        Scrape(100, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            encoder.TryEncode(page, encoded);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    public void Dispose()
    {
        encoder.Dispose();
        page.Dispose();
        encoded.Dispose();
        File.Delete(file);
    }

    /// <summary>Makes a page of that many devices, and compresses it a few times.</summary>
    private void Scrape(int devices, int times)
    {
        File.WriteAllText(file, NetDevText.Many(devices));
        using Scrape scrape = new(file, NameScheme.All[0], withProcessMetrics: true);
        Assert.True(scrape.TryWrite(page, now: 0));
        for (int i = 0; i < times; i++)
        {
            encoder.TryEncode(page, encoded);
        }
    }
}
