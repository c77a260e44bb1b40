using System.Linq;
using NetdevExporter.Procfs;
using Xunit;

namespace NetdevExporter.Tests.Procfs;

/// <summary>A header is understood whole or refused.</summary>
public sealed class NetDevHeaderTests
{
    private const string Receive = "bytes packets errs drop fifo frame compressed multicast";
    private const string Transmit = "bytes packets errs drop fifo colls carrier compressed";
    private const string Usual = " face |" + Receive + "|" + Transmit;
    private const string Top = "Inter-|   Receive   |  Transmit";

    public static TheoryData<string, string, string, string> Understood => new()
    {
        {
            "the kernel's", NetDevText.Top.TrimEnd(), NetDevText.Words.TrimEnd(),
            "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"
        },
        {
            "no blanks around it", "Inter-|Receive|Transmit", "face|" + Receive + "|" + Transmit,
            "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"
        },
        {
            "columns in another order", Top,
            "face|multicast compressed frame fifo drop errs packets bytes"
            + "|compressed carrier colls fifo drop errs packets bytes",
            "7 6 5 4 3 2 1 0 15 14 13 12 11 10 9 8"
        },
        { "an unknown word at the end", Top, Usual + " queued", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 -1" },
        {
            "an unknown word among the receive columns", Top, Usual.Replace("multicast", "new multicast"),
            "0 1 2 3 4 5 6 -1 7 8 9 10 11 12 13 14 15"
        },
        {
            "transmit's own word among the receive columns", Top, Usual.Replace("multicast", "multicast colls"),
            "0 1 2 3 4 5 6 7 -1 8 9 10 11 12 13 14 15"
        },
        { "two words that are unknown and alike", Top, Usual + " x x", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 -1 -1" },
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
            "kernel 2.0: packets, no bytes", Top,
            "face |packets errs drop fifo frame|packets errs drop fifo colls carrier"
        },
        {
            "kernel 2.1.90: bytes, no compressed", Top,
            "face |bytes packets errs drop fifo frame|bytes packets errs drop fifo colls carrier"
        },
        { "no multicast", Top, Usual.Replace(" multicast", "") },
        { "no colls", Top, Usual.Replace(" colls", "") },
        { "colls on the wrong side", Top, Usual.Replace(" colls", "").Replace("multicast", "multicast colls") },
        { "a receive column twice", Top, Usual.Replace("multicast", "multicast bytes") },
        { "a transmit column twice", Top, Usual + " bytes" },
        { "another case", Top, Usual.Replace("errs", "Errs") },
        { "a longer word", Top, Usual.Replace("bytes", "bytes64") },
        { "no first word", Top, Usual.Replace("face", "") },
        { "another first word", Top, Usual.Replace("face", "name") },
        { "no bar", Top, Usual.Replace('|', ' ') },
        { "one bar", Top, " face |" + Receive + " " + Transmit },
        { "a third bar, alone: it is no column", Top, Usual.Replace("multicast|", "multicast | |") },
        { "a third bar, at a word", Top, Usual + " |x" },
        { "a third bar at the end", Top, Usual + "|" },
        { "nothing", Top, "" },
        { "nothing on top", "", Usual },
        { "the lines exchanged", Usual, Top },
        { "the sides exchanged", "Inter-| Transmit | Receive", Usual },
        { "another word on top", "Inter-| Received | Transmit", Usual },
        { "a third bar on top", "Inter-| Receive | x | Transmit", Usual },
        { "tabs", Top, Usual.Replace(' ', '\t') },
        { "a carriage return", Top, Usual + "\r" },
        { "NUL", Top, Usual + "\0" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_header_that_is_not_understood_whole_is_refused(string why, string top, string words) =>
        Assert.False(NetDevHeader.TryParse(Latin1.Bytes(top), Latin1.Bytes(words), out _), why);
}
