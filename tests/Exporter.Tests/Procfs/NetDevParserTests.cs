using System.Linq;
using NetdevExporter.Procfs;
using Xunit;

namespace NetdevExporter.Tests.Procfs;

/// <summary>Lines that are devices.</summary>
public sealed class NetDevParserTests
{
    private const string Numbers = NetDevText.Numbers;

    private static readonly string Max = NetDevText.Repeat(NetDevText.UlongMax);

    public static TheoryData<string, string, string> Names => new()
    {
        { "as kernels print it now", "  eth0: " + Numbers, "eth0" },
        { "kernel 2.4: no blank behind the colon", "  eth0:" + Numbers, "eth0" },
        { "an alias: the last colon ends the name", "eth0:1: " + Numbers, "eth0:1" },
        { "an alias, no blank behind the colon", "eth0:1:" + Numbers, "eth0:1" },
        { "no blank before it, for a long name", "vethdeadbeef012: " + Numbers, "vethdeadbeef012" },
        { "fifteen bytes, the kernel's longest", "abcdefghijklmno: " + Numbers, "abcdefghijklmno" },
        { "127 bytes, the longest alternative name", new string('a', 127) + ": " + Numbers, new string('a', 127) },
        { "one byte", "x: " + Numbers, "x" },
        { "a quote", "a\"b: " + Numbers, "a\"b" },
        { "a backslash", "a\\b: " + Numbers, "a\\b" },
        { "a control byte", "\x01: " + Numbers, "\x01" },
        { "DEL", "\x7F: " + Numbers, "\x7F" },
        { "no UTF-8", "a\xFF: " + Numbers, "a\xFF" },
        { "braces", "{x}: " + Numbers, "{x}" },
        { "what VLANs and pairs have", "eth0.100@if2: " + Numbers, "eth0.100@if2" },
        { "what begins a comment in the text format", "#: " + Numbers, "#" },
        { "a colon alone is a name where another ends it", ":: " + Numbers, ":" },
        { "tabs for blanks", "\teth0:\t" + Numbers.Replace(' ', '\t'), "eth0" },
        { "blanks at the end", "eth0: " + Numbers + "   ", "eth0" },
        { "extra columns, whatever is in them", "eth0: " + Numbers + " 17 x -1 99999999999999999999999", "eth0" },
        { "the colon of an extra column", "eth0: " + Numbers + " eth1: 5", "eth0" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_line_of_a_device_is_read_whole(string why, string line, string name)
    {
        NetDevTable table = FastParser.Parse(NetDevText.Header + line + "\n");
        Assert.True(table.IsOk && table.Skipped == 0, why + ": " + table);
        Assert.Equal(name, table.Rows.Single().Name);
        Assert.Equal(Numbers, table.OnlyNumbers());
    }

    [Fact]
    public void The_largest_numbers_keep_their_digits() =>
        Assert.Equal(Max, FastParser.Parse(NetDevText.Header + "eth0: " + Max + "\n").OnlyNumbers());

    [Fact]
    public void Leading_zeros_stay_where_they_are() =>
        Assert.StartsWith(
            "00000000000000000001 ",
            FastParser.Parse(NetDevText.Header + "a: 00000000000000000001" + Numbers[1..] + "\n").OnlyNumbers());

    [Fact]
    public void The_longest_line_is_read()
    {
        string line = "eth0: " + Numbers;
        NetDevTable table = FastParser.Parse(NetDevText.Header + line.PadRight(NetDevParser.LineBytesMax) + "\n");
        Assert.Equal(Numbers, table.OnlyNumbers());
    }

    [Fact]
    public void Devices_stay_in_file_order()
    {
        NetDevTable table = FastParser.Parse(NetDevText.Header + NetDevText.Rows("lo", "eth1", "eth0", "a"));
        Assert.Equal(["lo", "eth1", "eth0", "a"], table.Rows.Select(device => device.Name));
    }

    [Fact]
    public void A_header_alone_is_a_table_without_devices()
    {
        NetDevTable table = FastParser.Parse(NetDevText.Header);
        Assert.Equal((true, 0, 0), (table.IsOk, table.Rows.Count, table.Skipped));
    }

    [Fact]
    public void As_many_devices_as_the_storage_holds_are_read()
    {
        NetDevTable table = FastParser.Parse(NetDevText.Many(50_000), 50_000);
        Assert.Equal((true, 50_000, 0), (table.IsOk, table.Rows.Count, table.Skipped));
        Assert.All(
            table.Rows, (row, i) => Assert.Equal(($"veth{i}", $"{i * 1000}"), (row.Name, row.Values[0])));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(49_999, 50_000)]
    public void One_device_more_than_the_storage_holds_is_told(int storage, int devices) =>
        Assert.Equal(nameof(NetDevStatus.TooManyDevices), FastParser.Parse(NetDevText.Many(devices), storage).Status);

    [Fact]
    public void No_storage_is_enough_for_no_device() =>
        Assert.True(FastParser.Parse(NetDevText.Header, 0).IsOk);
}
