using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using NetdevExporter.Devices;
using NetdevExporter.Exposition;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;
using Xunit;

namespace NetdevExporter.Tests.Exposition;

public sealed class TotalsTableTests
{
    [Fact]
    public void The_columns_are_these_and_each_has_its_own_counter()
    {
        string html = Write(NetDevText.Header + "eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n");
        Assert.Equal(
            ["Interface", "Received bytes", "Received packets", "Received errors", "Received drops",
                "Transmitted bytes", "Transmitted packets", "Transmitted errors", "Transmitted drops"],
            Cells(Regex.Match(html, "(?s)<thead>(.*)</thead>").Groups[1].Value));
        Assert.Equal(["eth0", "1", "2", "3", "4", "9", "10", "11", "12"], Cells(Rows(html).Single()));
        Assert.Matches("(?s)^<table>\n<caption>[^<]+</caption>\n<thead>.*</tbody>\n</table>\n$", html);
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("999", "999")]
    [InlineData("1000", "1,000")]
    [InlineData("12345", "12,345")]
    [InlineData("123456", "123,456")]
    [InlineData("1234567", "1,234,567")]
    [InlineData("18446744073709551615", "18,446,744,073,709,551,615")]
    public void Digits_are_grouped_in_threes(string digits, string expected) =>
        Assert.Equal(expected, Cells(Rows(Write(Table(("a", digits)))).Single())[1]);

    [Theory]
    [InlineData("<b>", "&lt;b&gt;")]
    [InlineData("a&b", "a&amp;b")]
    [InlineData("\"'", "&#34;&#39;")]
    [InlineData("&lt;", "&amp;lt;")]
    [InlineData("</table><script>", "&lt;/2ftable&gt;&lt;script&gt;")] // a slash is told as in labels
    [InlineData("a\\b", "a\\b")] // no backslash of the text format
    [InlineData("a\xFF", "a/ff")] // not UTF-8
    [InlineData("\xC3\xA9", "\xC3\xA9")] // UTF-8
    [InlineData("\xE2\x82", "/e2/82")] // the beginning of a rune
    public void Names_are_those_of_the_labels_and_mean_nothing_in_HTML(string name, string expected) =>
        Assert.Equal(expected, Cells(Rows(Write(Table((name, "1")))).Single())[0]);

    [Fact]
    public void Aliases_are_shown_as_in_labels()
    {
        DeviceAliases aliases = new("eth0=<wan> (name)");
        string html = Write(Table(("eth0", "1"), ("<wan>", "2"), ("lo", "3")), aliases: aliases);
        Assert.Equal(["&lt;wan&gt;", "&lt;wan&gt; (name)", "lo"], Rows(html).Select(row => Cells(row)[0]));
    }

    [Fact]
    public void Without_interfaces_the_table_has_no_row() => Assert.Empty(Rows(Write(NetDevText.Header)));

    [Fact]
    public void As_many_rows_as_fit_are_shown_and_the_rest_is_counted()
    {
        string table = NetDevText.Many(1000);
        string html = Write(table, 20_000);
        string[] rows = Rows(html);
        Assert.InRange(rows.Length, 50, 200);
        Assert.EndsWith(
            $"</tbody>\n</table>\n<p>The first {rows.Length} of 1000 interfaces are shown; the metrics have all.</p>\n",
            html);
        Assert.InRange(html.Length, 19_000, 20_000);
    }

    [Fact]
    public void In_any_room_the_table_is_whole_and_says_what_is_missing()
    {
        string table = Table(("a", "1"), (new string('"', 127), "18446744073709551615"), ("b", "2"));
        int whole = Write(table).Length;
        HashSet<int> seen = [];
        for (int room = 1024; room <= whole + 128; room++)
        {
            string html = Write(table, room);
            int rows = Rows(html).Length;
            seen.Add(rows);
            Assert.Equal(rows < 3, html.Contains($"<p>The first {rows} of 3 interfaces are shown; "));
            Assert.EndsWith(rows < 3 ? "</p>\n" : "</table>\n", html);
        }

        Assert.Contains(3, seen);
        Assert.True(seen.Count > 1);
    }

    private static string Write(string table, int room = 64 * 1024, DeviceAliases? aliases = null)
    {
        byte[] text = Latin1.Bytes(table);
        Assert.Equal(
            NetDevStatus.Ok,
            NetDevParser.Parse(text, null, new NetDevLine[1024], new int[1024], out NetDevSnapshot devices));
        using GuardedMemory memory = new(room);
        ByteWriter html = new(memory.Last(room));
        TotalsTable.Write(devices, aliases, ref html);
        Assert.False(html.HasOverflowed);
        return Latin1.Text(memory.Last(room)[..html.Length]);
    }

    private static string Table(params (string Name, string Value)[] rows) =>
        NetDevText.Header + string.Concat(
            rows.Select(row => row.Name + ":" + string.Concat(Enumerable.Repeat(" " + row.Value, 16)) + "\n"));

    private static string[] Rows(string html) =>
        [.. Regex.Matches(Regex.Replace(html, "(?s)^.*<tbody>", ""), "<tr>.*?</tr>").Select(match => match.Value)];

    private static string[] Cells(string row) =>
        [.. Regex.Matches(row, "<t[hd][^>]*>(.*?)</t[hd]>").Select(match => match.Groups[1].Value)];
}
