using System.Linq;
using NetdevExporter.Procfs;
using Xunit;

namespace NetdevExporter.Tests.Procfs;

/// <summary>
/// A header is understood whole or refused. What Linux and others have printed is told as their sources have it.
/// </summary>
public sealed class NetDevHeaderTests
{
    private const string Receive = "bytes packets errs drop fifo frame compressed multicast";
    private const string Transmit = "bytes packets errs drop fifo colls carrier compressed";
    private const string Usual = " face |" + Receive + "|" + Transmit;
    private const string Top = "Inter-|   Receive   |  Transmit";
    private const string InOrder = "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15";

    /// <summary>What DragonFly BSD prints on both sides, though its lines have sixteen numbers.</summary>
    private const string SevenWords = "          bytes    packets errs drop fifo frame compressed";

    public static TheoryData<string, string, string, string> Understood => new()
    {
        {
            "Linux since 2.1.91; so do gVisor, illumos's lx zones and iSH", NetDevText.Top.TrimEnd('\n'),
            NetDevText.Words.TrimEnd('\n'), InOrder
        },
        {
            "Linux 5.15-rc: wider columns, and no word above the names",
            NetDevText.WideTop.TrimEnd('\n'), NetDevText.WideWords.TrimEnd('\n'), InOrder
        },
        {
            "FreeBSD 14: each part padded on its left", NetDevText.PaddedTop.TrimEnd('\n'),
            NetDevText.PaddedWords.TrimEnd('\n'), InOrder
        },
        {
            "FreeBSD of 2001: tabs among the blanks", "Inter-|   Receive\t\t\t\t\t     \t      |\t Transmit",
            " face |bytes    packets errs drop fifo frame compressed multicast|bytes\tpackets errs drop fifo colls "
            + "carrier compressed",
            InOrder
        },
        { "no blanks around it", "Inter-|Receive|Transmit", "face|" + Receive + "|" + Transmit, InOrder },
        { "tabs for blanks", Top.Replace(' ', '\t'), Usual.Replace(' ', '\t'), InOrder },
        { "nothing before the first bars", "| Receive | Transmit", "|" + Receive + "|" + Transmit, InOrder },
        { "a byte order mark before it", "\xEF\xBB\xBF" + Top, Usual, InOrder },
        {
            "columns in another order", Top,
            "face|multicast compressed frame fifo drop errs packets bytes"
            + "|compressed carrier colls fifo drop errs packets bytes",
            "7 6 5 4 3 2 1 0 15 14 13 12 11 10 9 8"
        },
        {
            "transmit before receive", "Inter-|  Transmit   |   Receive", "face|" + Transmit + "|" + Receive,
            "8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7"
        },
        { "an unknown word at the end", Top, Usual + " queued", InOrder + " -1" },
        {
            "an unknown word among the receive columns", Top, Usual.Replace("multicast", "new multicast"),
            "0 1 2 3 4 5 6 -1 7 8 9 10 11 12 13 14 15"
        },
        {
            "transmit's own word among the receive columns", Top, Usual.Replace("multicast", "multicast colls"),
            "0 1 2 3 4 5 6 7 -1 8 9 10 11 12 13 14 15"
        },
        { "two words that are unknown and alike", Top, Usual + " x x", InOrder + " -1 -1" },
    };

    [Theory]
    [MemberData(nameof(Understood))]
    public void A_header_with_every_column_says_where_each_is(string why, string top, string words, string columns)
    {
        Assert.True(NetDevHeader.TryParse(Latin1.Bytes(top), Latin1.Bytes(words), out NetDevHeader header), why);
        Assert.Equal(
            columns, string.Join(' ', Enumerable.Range(0, header.NumberCount).Select(number => header.Column(number))));
    }

    [Fact]
    public void As_many_unknown_words_as_there_is_room_for_are_passed_over()
    {
        string words = Usual + string.Concat(Enumerable.Repeat(" x", NetDevHeader.NumbersMax - 16));
        Assert.True(NetDevHeader.TryParse(Latin1.Bytes(Top), Latin1.Bytes(words), out NetDevHeader header));
        Assert.Equal(NetDevHeader.NumbersMax, header.NumberCount);
        Assert.False(NetDevHeader.TryParse(Latin1.Bytes(Top), Latin1.Bytes(words + " x"), out _), "one more");
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        {
            "Linux before about 2.1.28: packets, no bytes", "Inter-|   Receive                  |  Transmit",
            " face |packets errs drop fifo frame|packets errs drop fifo colls carrier"
        },
        {
            "Linux to about 2.1.80: bytes, no compressed", "Inter-|   Receive                  |  Transmit",
            " face |bytes    packets errs drop fifo frame|bytes    packets errs drop fifo colls carrier"
        },
        {
            "Linux to about 2.1.91: receive's multicast at the end of transmit, no compressed",
            "Inter-|   Receive                           |  Transmit",
            " face |bytes    packets errs drop fifo frame|bytes    packets errs drop fifo colls carrier multicast"
        },
        {
            "DragonFly BSD and earlier FreeBSD: other columns than its lines have", NetDevText.PaddedTop.TrimEnd('\n'),
            "  face|" + SevenWords + "|" + SevenWords
        },
        { "no multicast", Top, Usual.Replace(" multicast", "") },
        { "no colls", Top, Usual.Replace(" colls", "") },
        { "colls on the wrong side", Top, Usual.Replace(" colls", "").Replace("multicast", "multicast colls") },
        { "a receive column twice", Top, Usual.Replace("multicast", "multicast bytes") },
        { "a transmit column twice", Top, Usual + " bytes" },
        { "another case", Top, Usual.Replace("errs", "Errs") },
        { "a longer word", Top, Usual.Replace("bytes", "bytes64") },
        { "no bar", Top, Usual.Replace('|', ' ') },
        { "one bar", Top, " face |" + Receive + " " + Transmit },
        { "a third bar, alone: it is no column", Top, Usual.Replace("multicast|", "multicast | |") },
        { "a third bar, at a word", Top, Usual + " |x" },
        { "a third bar at the end", Top, Usual + "|" },
        { "nothing", Top, "" },
        { "nothing on top", "", Usual },
        { "the lines exchanged", Usual, Top },
        { "the sides exchanged on top alone", "Inter-| Transmit | Receive", Usual },
        { "receive on both sides", "Inter-| Receive | Receive", Usual },
        { "transmit on both sides", "Inter-| Transmit | Transmit", Usual },
        { "words on top before the first bar alone", "Receive Transmit | |", Usual },
        { "another word on top", "Inter-| Received | Transmit", Usual },
        { "a third bar on top", "Inter-| Receive | x | Transmit", Usual },
        { "other white space than space and tab", Top, Usual.Replace(' ', '\v') },
        { "a carriage return", Top, Usual + "\r" },
        { "a carriage return on top", Top + "\r", Usual },
        { "NUL", Top, Usual + "\0" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_header_that_is_not_understood_whole_is_refused(string why, string top, string words) =>
        Assert.False(NetDevHeader.TryParse(Latin1.Bytes(top), Latin1.Bytes(words), out _), why);
}
