using System.Linq;
using NetdevExporter.Devices;
using NetdevExporter.Procfs;
using Xunit;

namespace NetdevExporter.Tests.Procfs;

/// <summary>The parser with a filter: it decides by the name, and nothing behind the name counts.</summary>
public sealed class NetDevFilterTests
{
    private const string Numbers = NetDevText.Numbers;

    private static readonly DeviceFilter NoVeth = new("", "veth*");

    public static TheoryData<string, string> Excluded => new()
    {
        { "as kernels print it", "veth0: " + Numbers },
        { "kernel 2.4: no blank behind the colon", "veth0:" + Numbers },
        { "blanks before the name", "\t  veth0: " + Numbers },
        { "an alias: the last colon ends the name", "veth0:1: " + Numbers },
        { "a name alone: what would be skipped is no loss", "veth0:" },
        { "a driver without statistics", "veth0: No statistics available." },
        { "a number that is none", "veth0: x" },
        { "one past the largest number", "veth0: " + NetDevText.Repeat("18446744073709551616") },
        { "a carriage return at the end", "veth0: " + Numbers + "\r" },
        { "longer than any line", ("veth0: " + Numbers).PadRight(NetDevParser.LineBytesMax + 1) },
        { "the longest name", "veth" + new string('0', NetDevParser.NameBytesMax - 4) + ": " + Numbers },
    };

    public static TheoryData<string, string> NotExcluded => new()
    {
        { "no colon, so no name", "veth0 " + Numbers },
        { "one byte more than a name has", "veth" + new string('0', NetDevParser.NameBytesMax - 3) + ": " + Numbers },
        { "a blank before the colon", "veth0 : " + Numbers },
        { "a malformed line of a name that is kept", "eth9: x" },
    };

    public static TheoryData<string> Fixtures => new(NetDevFixtures.All.Keys);

    [Theory]
    [MemberData(nameof(Excluded))]
    public void A_line_of_an_excluded_name_counts_as_excluded_whatever_is_behind_the_name(string why, string line)
    {
        NetDevTable table = Parse(NetDevText.Row("eth0") + line + "\n" + NetDevText.Row("eth1"));
        Assert.True(table is { IsOk: true, Excluded: 1, Skipped: 0 }, why + ": " + table);
        Assert.Equal(["eth0", "eth1"], table.Rows.Select(row => row.Name));
        Assert.All(table.Rows, row => Assert.Equal(Numbers, string.Join(' ', row.Values)));
    }

    [Theory]
    [MemberData(nameof(NotExcluded))]
    public void A_line_without_an_excluded_name_is_skipped_as_ever(string why, string line)
    {
        NetDevTable table = Parse(NetDevText.Row("eth0") + line + "\n");
        Assert.True(table is { IsOk: true, Excluded: 0, Skipped: 1 }, why + ": " + table);
    }

    /// <summary>It shows that the text is not whole, and its name may not be, either.</summary>
    [Fact]
    public void A_line_without_its_end_is_skipped_even_if_its_name_is_excluded()
    {
        NetDevTable table = Parse(NetDevText.Row("eth0") + "veth0: 1 2");
        Assert.Equal((1, 0, 1), (table.Rows.Count, table.Excluded, table.Skipped));
    }

    [Fact]
    public void A_table_of_which_everything_is_excluded_is_one_without_devices()
    {
        NetDevTable table = Parse(NetDevText.Rows("veth0", "veth1"));
        Assert.Equal((true, 0, 2, 0), (table.IsOk, table.Rows.Count, table.Excluded, table.Skipped));
        table = Parse(NetDevText.Rows("veth0") + "x\n");
        Assert.Equal((true, 0, 1, 1), (table.IsOk, table.Rows.Count, table.Excluded, table.Skipped));
        Assert.Equal(nameof(NetDevStatus.EveryLineSkipped), Parse("x\ny: 1\n").Status);
    }

    /// <summary>Excluded names are not remembered: their lines cost nothing more.</summary>
    [Fact]
    public void Each_line_of_an_excluded_name_counts_and_none_as_repeated()
    {
        NetDevTable table = Parse(NetDevText.Rows("veth0", "eth0", "veth0", "eth0"));
        Assert.Equal((1, 2, 1, 1), (table.Rows.Count, table.Excluded, table.Skipped, table.Repeated));
    }

    [Fact]
    public void Excluded_devices_need_no_storage()
    {
        NetDevTable table = FastParser.Parse(NetDevText.Many(5_000) + NetDevText.Rows("a", "b"), 2, NoVeth);
        Assert.Equal((true, 5_000), (table.IsOk, table.Excluded));
        Assert.Equal(["a", "b"], table.Rows.Select(row => row.Name));
        Assert.Equal(
            nameof(NetDevStatus.TooManyDevices),
            FastParser.Parse(NetDevText.Many(5_000) + NetDevText.Rows("a", "b", "c"), 2, NoVeth).Status);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Every_prefix_of_a_fixture_is_filtered_as_the_slow_parser_does(string fixture)
    {
        string text = NetDevFixtures.All[fixture];
        using GuardedMemory memory = new(text.Length);
        for (int length = 0; length <= text.Length; length++)
        {
            Assert.Null(Compare(text[..length], memory));
        }
    }

    [Fact]
    public void Damaged_fixtures_are_filtered_as_the_slow_parser_does() =>
        Fuzzing.Run("net/dev filter", 20_000, cases =>
        {
            string[] pieces = [":", ": ", " ", "\n", "e", "eth0:", "lo: ", "\n" + NetDevText.Row("eth0"), "\xFF", "x"];
            Mutator mutator = new(Fuzzing.Seed, [.. NetDevFixtures.All.Values, .. Corpus.NetDev], pieces);
            using GuardedMemory memory = new(64 * 1024);
            return Fuzzing.FindFirst(cases, mutator.Next, text => Compare(text, memory));
        });

    private static NetDevTable Parse(string lines) =>
        FastParser.Parse(NetDevText.Header + lines, filter: NoVeth);

    /// <summary>Of each fixture, a filter keeps some: names with an <c>e</c> and an even length.</summary>
    private static string? Compare(string text, GuardedMemory memory)
    {
        byte[] bytes = Latin1.Bytes(text);
        DeviceFilter filter = new("*e*,lo", "?,???,?????,???????");
        string expected = NetDevTable.Parse(
            text, name => (name.Contains('e') || name == "lo") && name.Length is not (1 or 3 or 5 or 7)).ToString();
        string last = FastParser.Parse(memory.LayLast(bytes), filter: filter).ToString();
        string first = FastParser.Parse(memory.LayFirst(bytes), filter: filter).ToString();
        return expected != last || expected != first ? $"{Latin1.Escape(text)}: expected {expected}, got {last}" : null;
    }
}
