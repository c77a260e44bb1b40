using System;
using System.Linq;
using NetdevExporter.Exposition;
using Xunit;

namespace NetdevExporter.Tests.Exposition;

/// <summary>The devices' page against the slow one, in every size of storage.</summary>
public sealed class DevicePageTests : IDisposable
{
    private readonly FastPage fast = new();

    public static TheoryData<string> Shown => new(NetDevFixtures.Shown);

    [Theory]
    [MemberData(nameof(Shown))]
    public void Every_fixture_becomes_the_page_that_the_slow_writer_writes(string fixture)
    {
        string text = NetDevFixtures.All[fixture];
        for (int scheme = 0; scheme < NameScheme.All.Length; scheme++)
        {
            Assert.Equal(SlowPage.Write(NetDevTable.Parse(text).Rows, scheme), fast.Write(text, scheme));
        }
    }

    [Fact]
    public void The_schemes_are_those_that_the_tests_know() =>
        Assert.Equal(MetricNames.All.Select(names => names.Scheme), NameScheme.All.Select(scheme => scheme.Name));

    [Theory]
    [InlineData("names that kernels accept")]
    [InlineData("names in UTF-8 and not")]
    [InlineData("header only")]
    public void A_storage_too_short_is_told_whatever_its_size(string fixture)
    {
        string text = NetDevFixtures.All[fixture];
        string whole = fast.Write(text, 0);

        // A family's room is asked for as if all its values had all their digits.
        int enough = whole.Length + (NetDevTable.Parse(text).Rows.Count * NetDevText.UlongMax.Length);
        for (int size = 0; size <= enough; size++)
        {
            string page = Latin1.Text(fast.Write(text, 0, size, out bool hasOverflowed));
            Assert.True(hasOverflowed || page == whole, $"{size} bytes: another page");
            Assert.True(whole.StartsWith(page), $"{size} bytes: another beginning");
            Assert.True(hasOverflowed || size >= whole.Length, $"{size} bytes: not told");
            Assert.True(!hasOverflowed || size < enough, $"{size} bytes: would be enough");
        }
    }

    [Theory]
    [InlineData("plain", "eth0")]
    [InlineData("all escaped", "\"\\\"\\")]
    [InlineData("no UTF-8", "\xFF\xFE\x80/")]
    public void Labels_fit_the_room_that_a_text_gives_them_whatever_the_names(string why, string name)
    {
        string text = NetDevText.Header + name + ":0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
        int needed = SlowPage.EscapeLabel(name).Length + "\"} ".Length;
        Assert.True(PageWriter.LabelBytesMax(text.Length - NetDevText.Header.Length) >= needed, why);
    }

    public void Dispose() => fast.Dispose();
}
