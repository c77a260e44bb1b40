using System.Linq;
using System.Numerics;
using System.Text;
using NetdevExporter.Exposition;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;
using NetdevExporter.Tests.Http;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>Bounds that depend on one another, and what is said of them.</summary>
public sealed class LimitsTests
{
    [Fact]
    public void Buffers_that_double_reach_their_bounds_exactly()
    {
        Assert.True(BitOperations.IsPow2(Limits.DevicesInitial) && BitOperations.IsPow2(Limits.DevicesMax));
        Assert.True(BitOperations.IsPow2(Limits.TextBytesMax / Limits.TextBytesInitial));
        Assert.True(BitOperations.IsPow2(Limits.PageBytesMax / Limits.PageBytesInitial));
        Assert.True(BitOperations.IsPow2(Limits.HeadBytesMax / Limits.HeadBytesInitial));
        Assert.Equal(0, Limits.TextBytesMax % Limits.TextBytesInitial);
        Assert.Equal(0, Limits.PageBytesMax % Limits.PageBytesInitial);
    }

    [Fact]
    public void An_idle_connection_outlives_the_longest_usual_scrape_interval_and_a_late_scrape() =>
        Assert.True(Limits.IdleSeconds >= (5 * 60) + Limits.ResponseSeconds);

    [Fact]
    public void The_largest_buffers_have_lengths_that_are_numbers()
    {
        Assert.Equal(
            (long)Limits.TextBytesMax * LabelWriter.BytesPerByteMax, PageWriter.LabelBytesMax(Limits.TextBytesMax));
        Assert.True(Page.HeadRoom + ((long)Limits.PageBytesMax * 2) < int.MaxValue);
    }

    [Fact]
    public void The_usual_host_needs_no_growth()
    {
        int devices = 32;
        string row = "veth1234567:" + string.Concat(Enumerable.Repeat(" 12345678", 16)) + "\n";
        Assert.True(devices <= Limits.DevicesInitial);
        Assert.True(devices * row.Length < Limits.TextBytesInitial);
        int sample = "netdev_transmit_compressed_total{interface=\"veth1234567\"} 12345678\n".Length;
        Assert.True(devices * 16 * sample < Limits.PageBytesInitial);
    }

    [Fact]
    public void Offsets_and_lengths_of_a_line_fit_their_fields()
    {
        Assert.True(NetDevParser.LineBytesMax <= ushort.MaxValue);
        Assert.True(NetDevParser.NameBytesMax <= byte.MaxValue);
        Assert.True(NetDevColumn.Count <= NetDevHeader.NumbersMax);
        Assert.Equal(NetDevColumn.Count, NetDevColumn.All.Length);
    }

    [Fact]
    public void A_small_response_holds_the_longest_head_and_the_landing_page()
    {
        Site site = new("/metrics", "/host/proc/1/net/dev", BuildInfo.Line);
        Assert.True(Page.HeadRoom + SiteBody.Of(site, "/").Length < Limits.SmallResponseBytesMax);
        Assert.True(Page.HeadRoom <= Limits.SmallResponseBytesMax);
    }

    [Fact]
    public void What_is_said_of_a_bound_is_the_bound()
    {
        Assert.Contains(
            $"{Limits.HeadSeconds} seconds", Encoding.UTF8.GetString(ResponseStatus.RequestTimeout.Explanation()));
        Assert.Contains(
            $"{Limits.HeadBytesMax / 1024} KiB", Encoding.UTF8.GetString(ResponseStatus.HeadTooLarge.Explanation()));
    }
}
