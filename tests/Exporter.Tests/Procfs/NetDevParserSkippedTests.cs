using System.Linq;
using NetdevExporter.Procfs;
using Xunit;

namespace NetdevExporter.Tests.Procfs;

/// <summary>Lines that are no devices, and texts that are no tables.</summary>
public sealed class NetDevParserSkippedTests
{
    private const string Numbers = NetDevText.Numbers;
    private const string Zeros = " 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0";

    public static TheoryData<string, string> Lines => new()
    {
        { "kernel 2.4: a driver without statistics", "  bad: No statistics available." },
        { "a name alone", "bad:" },
        { "one number too few", "bad: " + Numbers[..^3] },
        { "no colon", "bad " + Numbers },
        { "no name", ": " + Numbers },
        { "a blank before the colon", "bad : " + Numbers },
        { "a negative number", "bad: -1" + Zeros },
        { "a number with a sign", "bad: +1" + Zeros },
        { "one past the largest number", "bad: 18446744073709551616" + Zeros },
        { "twenty digits, all of them 9", "bad: 99999999999999999999" + Zeros },
        { "twenty-one digits", "bad: 100000000000000000000" + Zeros },
        { "twenty-one digits, though a small number", "bad: 000000000000000000001" + Zeros },
        { "a fraction", "bad: 1.5" + Zeros },
        { "hexadecimal", "bad: 0x1" + Zeros },
        { "a letter behind a number", "bad: 1k" + Zeros },
        { "a colon behind a number", "bad: 1" + Zeros[..^1] + "0:" },
        { "a word for a number", "bad: x" + Zeros },
        { "the last number is a word", "bad: 0" + Zeros[..^2] + " x" },
        { "a carriage return at the end", "bad: " + Numbers + "\r" },
        { "a carriage return before a name", "\rbad: " + Numbers },
        { "a carriage return in a name", "b\rad: " + Numbers },
        { "a carriage return for the blank behind a name", "bad:\r" + Numbers },
        { "a carriage return for a blank between numbers", "bad: " + Numbers.Replace("8 9", "8\r9") },
        { "a carriage return in a number", "bad: " + Numbers.Replace("15", "1\r5") },
        { "a carriage return for the end of a line", "bad: " + Numbers + "\rworse: " + Numbers },
        { "NUL before a number", "bad: \0" + Numbers },
        { "NUL behind the last number", "bad: " + Numbers + "\0" },
        { "128 bytes of name", new string('b', 128) + ": " + Numbers },
        { "longer than any line, by one byte", ("bad: " + Numbers).PadRight(NetDevParser.LineBytesMax + 1) },
        { "longer than any line, by much", "bad: " + Numbers + new string('0', 100_000) },
        { "a name seen before keeps its first line", "good: 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_that_is_no_device_costs_only_itself(string why, string line)
    {
        string text = NetDevText.Header + NetDevText.Row("good") + line + "\n" + NetDevText.Row("better");
        NetDevTable table = FastParser.Parse(text);
        Assert.True(table.IsOk && table.Skipped == 1, why + ": " + table);
        Assert.Equal(["good", "better"], table.Rows.Select(device => device.Name));
        Assert.All(table.Rows, device => Assert.Equal(Numbers, string.Join(' ', device.Values)));
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { "nothing", "", nameof(NetDevStatus.Empty) },
        { "no header", NetDevText.Row("eth0") + NetDevText.Row("eth1"), nameof(NetDevStatus.UnknownHeader) },
        { "another file", "root:x:0:0:root:/root:/bin/sh\nbin:x:1:1\n", nameof(NetDevStatus.UnknownHeader) },
        { "an LF", "\n", nameof(NetDevStatus.UnknownHeader) },
        { "half a header", NetDevText.Top, nameof(NetDevStatus.UnknownHeader) },
        { "a header cut before its LF", NetDevText.Header[..^1], nameof(NetDevStatus.UnknownHeader) },
        {
            "a copy with CR LF", NetDevText.Plain.Replace("\n", "\r\n"), nameof(NetDevStatus.ConvertedLineEnds)
        },
        {
            "the same of another kernel's", (NetDevText.WideTop + NetDevText.WideWords).Replace("\n", "\r\n"),
            nameof(NetDevStatus.ConvertedLineEnds)
        },
        {
            "the header's lines alone with CR LF",
            NetDevText.Header.Replace("\n", "\r\n") + NetDevText.Row("eth0"), nameof(NetDevStatus.ConvertedLineEnds)
        },
        {
            "the second line of the header alone with CR LF",
            NetDevText.Top + NetDevText.Words.Replace("\n", "\r\n"), nameof(NetDevStatus.UnknownHeader)
        },
        {
            "the first line of the header alone with CR LF",
            NetDevText.Top.Replace("\n", "\r\n") + NetDevText.Words, nameof(NetDevStatus.UnknownHeader)
        },
        { "another file with CR LF", "one\r\ntwo\r\n", nameof(NetDevStatus.UnknownHeader) },
        { "CR for every LF", NetDevText.Plain.Replace('\n', '\r'), nameof(NetDevStatus.UnknownHeader) },
        {
            "a good header, and CR LF behind it",
            NetDevText.Header + NetDevText.Rows("a", "b").Replace("\n", "\r\n"),
            nameof(NetDevStatus.EveryLineSkipped)
        },
        { "not one good line", NetDevText.Header + "a\nb: 1\n", nameof(NetDevStatus.EveryLineSkipped) },
        {
            "the only line without LF", NetDevText.Header + NetDevText.Row("a").TrimEnd('\n'),
            nameof(NetDevStatus.EveryLineSkipped)
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_text_that_is_no_table_is_refused_and_gives_nothing(string why, string text, string status)
    {
        NetDevTable table = FastParser.Parse(text);
        Assert.True(table.Status == status, why + ": " + table);
        Assert.Equal((0, 0), (table.Rows.Count, table.Skipped));
    }

    /// <summary>What is counted is an interface that is missing from the page; an empty line has none.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("      ")]
    [InlineData(" \t ")]
    public void An_empty_line_or_blanks_alone_count_for_nothing_wherever_they_are(string line)
    {
        string[] lines = [NetDevText.Row("eth0"), NetDevText.Row("eth1")];
        string[] texts =
        [
            string.Join(line + "\n", lines), line + "\n" + string.Concat(lines),
            string.Concat(lines) + line + "\n" + line + "\n",
        ];
        Assert.All(texts, text =>
        {
            NetDevTable table = FastParser.Parse(NetDevText.Header + text);
            Assert.True(table is { IsOk: true, Skipped: 0, Rows.Count: 2 }, table.ToString());
        });
    }

    [Fact]
    public void Empty_lines_alone_behind_a_header_are_a_table_without_devices()
    {
        NetDevTable table = FastParser.Parse(NetDevText.Header + "\n    \n\n");
        Assert.True(table is { IsOk: true, Skipped: 0, Rows.Count: 0 }, table.ToString());
    }

    /// <summary>A kernel ends every line, so what has no end was cut, and a number may be a part of one.</summary>
    [Fact]
    public void A_last_line_is_never_shown_wherever_it_was_cut()
    {
        string row = NetDevText.Row("eth1", NetDevText.UlongMax + NetDevText.Numbers[1..]);
        for (int length = 1; length < row.Length; length++)
        {
            NetDevTable table = FastParser.Parse(NetDevText.Header + NetDevText.Row("eth0") + row[..length]);
            Assert.True(table is { IsOk: true, Skipped: 1 }, row[..length]);
            Assert.Equal("eth0", table.Rows.Single().Name);
        }
    }

    [Theory]
    [InlineData("a whole line", "eth1: " + Numbers)] // the next read may have gone on with more digits
    [InlineData("a piece of a name", "e")]
    [InlineData("blanks, as they stand before a name", "  ")]
    public void A_last_line_without_LF_is_skipped_and_counted(string why, string last)
    {
        NetDevTable table = FastParser.Parse(NetDevText.Header + NetDevText.Row("eth0") + last);
        Assert.True(table is { IsOk: true, Skipped: 1, Rows.Count: 1 }, why + ": " + table);
    }

    [Fact]
    public void Every_repetition_of_a_name_is_counted()
    {
        string text = NetDevText.Header + NetDevText.Rows("a", "b", "a", "b", "a");
        NetDevTable table = FastParser.Parse(text, 2);
        Assert.Equal((true, 2, 3), (table.IsOk, table.Rows.Count, table.Skipped));
        Assert.Equal((3, "a"), (table.Repeated, table.FirstRepeated));
    }

    [Fact]
    public void A_line_that_is_no_device_repeats_no_name()
    {
        string text = NetDevText.Header + NetDevText.Rows("a", "b") + "a: 1 2\nb:\n" + NetDevText.Row("a")[..^1];
        NetDevTable table = FastParser.Parse(text);
        Assert.Equal((3, 0, ""), (table.Skipped, table.Repeated, table.FirstRepeated));
    }

    [Fact]
    public void Fifty_thousand_lines_of_nothing_are_counted()
    {
        string text = NetDevText.Header + NetDevText.Row("a") + string.Concat(Enumerable.Repeat("x\n", 50_000));
        Assert.Equal(50_000, FastParser.Parse(text).Skipped);
    }
}
