using System;
using System.Collections.Generic;
using NetdevExporter.Exposition;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Exposition;

public sealed class LabelWriterTests
{
    [Theory]
    [InlineData("the usual", "eth0", "eth0")]
    [InlineData("nothing", "", "")]
    [InlineData("a quote ends a value", "a\"b", "a\\\"b")]
    [InlineData("a backslash escapes", "a\\b", "a\\\\b")]
    [InlineData("a backslash and an n are no LF", "a\\nb", "a\\\\nb")]
    [InlineData("an LF, which no parser of lines lets through", "a\nb", "a\\nb")]
    [InlineData("what means something outside of values", "{a=,} #", "{a=,} #")]
    [InlineData("control bytes are UTF-8", "\x01\x7F\t\r", "\x01\x7F\t\r")]
    [InlineData("two bytes", "\xC3\xA9", "\xC3\xA9")]
    [InlineData("three bytes", "\xE2\x82\xAC", "\xE2\x82\xAC")]
    [InlineData("four bytes", "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80")]
    [InlineData("the last character", "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF")]
    [InlineData("one past it", "\xF4\x90\x80\x80", "/f4/90/80/80")]
    [InlineData("a byte that UTF-8 never has", "a\xFF" + "b", "a/ffb")]
    [InlineData("a continuation without a beginning", "\x80", "/80")]
    [InlineData("a beginning without a continuation", "\xC3", "/c3")]
    [InlineData("a beginning, then ASCII", "\xC3" + "a", "/c3a")]
    [InlineData("two of three bytes", "\xE2\x82", "/e2/82")]
    [InlineData("two of three bytes, then a quote", "\xE2\x82\"", "/e2/82\\\"")]
    [InlineData("half of a surrogate pair", "\xED\xA0\x80", "/ed/a0/80")]
    [InlineData("longer than it need be", "\xC0\xAF", "/c0/af")]
    [InlineData("a good character behind a bad byte", "\xA9\xC3\xA9", "/a9\xC3\xA9")]
    [InlineData("a slash, which no kernel lets through", "a/ff", "a/2fff")]
    public void A_name_is_written_so_that_Prometheus_takes_it(string why, string name, string label) =>
        Assert.True(label + "\"} " == Write(name), $"{why}: {Latin1.Escape(Write(name))}");

    [Fact]
    public void No_two_short_names_are_written_alike_and_all_are_UTF_8()
    {
        // All names of one and two bytes of these, and of three and four of the more dangerous ones.
        string bytes = "aef02/\\\"n\n\x80\xA9\xAF\xBF\xC0\xC3\xE2\xED\xF0\xFF";
        HashSet<string> labels = [];
        int names = 0;
        foreach (string name in Combine(bytes, 4))
        {
            string label = Write(name);
            names++;
            Assert.True(
                labels.Add(label), $"two names are written {Latin1.Escape(label)}, one is {Latin1.Escape(name)}");
            Assert.True(System.Text.Unicode.Utf8.IsValid(Latin1.Bytes(label)), $"{Latin1.Escape(name)}: no UTF-8");
        }

        Assert.Equal(20 + 400 + 8_000 + 160_000, names);
    }

    [Fact]
    public void Any_names_are_written_as_the_slow_writer_writes_them_and_fit_their_room()
    {
        int seed = Fuzzing.Seed;
        Random random = new(seed);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] name = new byte[random.Next(16)];
            random.NextBytes(name);
            string label = Write(Latin1.Text(name));
            Assert.True(
                SlowPage.EscapeLabel(Latin1.Text(name)) + "\"} " == label,
                $"seed {seed}: {Latin1.Escape(Latin1.Text(name))}");
            Assert.InRange(label.Length, 3, (name.Length * LabelWriter.BytesPerByteMax) + 3);
        }
    }

    private static IEnumerable<string> Combine(string bytes, int lengthMax)
    {
        foreach (char first in bytes)
        {
            yield return first.ToString();
            if (lengthMax > 1)
            {
                foreach (string rest in Combine(bytes, lengthMax - 1))
                {
                    yield return first + rest;
                }
            }
        }
    }

    private static string Write(string name)
    {
        byte[] storage = new byte[256];
        ByteWriter writer = new(storage);
        LabelWriter.WriteLabelEnd(ref writer, Latin1.Bytes(name));
        Assert.False(writer.HasOverflowed);
        return Latin1.Text(storage.AsSpan(0, writer.Length));
    }
}
