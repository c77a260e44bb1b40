using System;
using System.Linq;
using System.Text;
using NetdevExporter.Sysfs;
using Xunit;

namespace NetdevExporter.Tests.Sysfs;

public sealed class LinkTableTests
{
    [Fact]
    public void Texts_of_any_length_stay_with_their_interface()
    {
        using LinkTable table = new();
        for (int round = 0; round < 2; round++) // the second uses the memory of the first
        {
            table.Clear();
            for (int i = 0; i < 300; i++)
            {
                Assert.True(table.TryAdd(default));
                foreach (LinkText text in Enum.GetValues<LinkText>())
                {
                    Assert.True(table.TryAddText(text, Encoding.ASCII.GetBytes(TextOf(i, text))));
                }
            }

            Assert.Equal(300, table.Count);
            Assert.All(
                Enumerable.Range(0, 300),
                i => Assert.All(
                    Enum.GetValues<LinkText>(),
                    text => Assert.Equal(TextOf(i, text), Latin1.Text(table.Text(i, text)))));
        }
    }

    [Fact]
    public void The_last_interface_can_be_removed_with_its_texts()
    {
        using LinkTable table = new();
        Assert.True(table.TryAdd(default) && table.TryAddText(LinkText.Name, "a"u8));
        Assert.True(table.TryAdd(default) && table.TryAddText(LinkText.Name, "bbb"u8));
        table.RemoveLast();
        Assert.Equal(1, table.TextLength);
        Assert.True(table.TryAdd(default) && table.TryAddText(LinkText.Name, "cc"u8));
        Assert.Equal(
            ["a", "cc"], Enumerable.Range(0, 2).Select(i => Latin1.Text(table.Text(i, LinkText.Name))));
    }

    private static string TextOf(int link, LinkText text) =>
        new((char)('a' + (int)text), ((link * 7) + (int)text) % 256);
}
