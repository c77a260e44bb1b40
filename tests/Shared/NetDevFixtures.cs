using System.Collections.Generic;
using System.Linq;

namespace NetdevExporter.Shared;

/// <summary>Whole files, usual and hostile, by what they are. Small: every prefix of each is tried.</summary>
internal static class NetDevFixtures
{
    private const string Header = NetDevText.Header;

    internal static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["as kernels print it now"] = Header + NetDevText.Row(
            "lo", "16908164814 32111432 0 0 0 0 0 0 16908164814 32111432 0 0 0 0 0 0")
            + NetDevText.Row(
                "enp3s0", "98765432109876 99887766554 1 2 3 4 5 6 12345678901234567 111213141516 7 8 9 10 11 12"),
        ["kernel 2.4: no blank after the colon"] = Header
            + "    lo:14421      89    0    0    0     0          0         0    14421"
            + "      89    0    0    0     0       0          0\n"
            + "  eth0:68210035552 520993275    0    0    5     0          0         0 9315587528"
            + " 43451486    0    0    0     0       0          0\n",
        ["kernel 2.4: a driver without statistics"] = Header + NetDevText.Row("lo", 1)
            + "  eth0: No statistics available.\n" + NetDevText.Row("eth1", 2),
        ["aliases: the last colon ends the name"] = Header + NetDevText.Row("eth0", 1) + NetDevText.Row("eth0:1", 2)
            + "eth0:2:" + NetDevText.Numbers + "\n",
        ["the largest numbers"] = Header + NetDevText.Row("eth0", NetDevText.Repeat(NetDevText.UlongMax)),
        ["one past the largest number"] = Header + NetDevText.Row("lo", 1)
            + "  eth0: 18446744073709551616 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
        ["short lines, negative numbers, words, nothing"] = Header + "eth0: 1 2 3\n" + NetDevText.Row("eth1", 5)
            + "eth2: -1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\neth3: a b c d e f g h i j k l m n o p\neth4:\n\nno colon\n",
        ["more columns than there are names"] = Header + "eth0: " + NetDevText.Numbers + " 17 x -18\n",
        ["a name twice keeps its first line"] = Header + NetDevText.Row("eth0", 1) + NetDevText.Row("eth1", 2)
            + NetDevText.Row("eth0", 3),
        ["names that kernels accept"] = Header + NetDevText.Rows(
            "a\"b", "a\\b", "a\\nb", "{x=\"y\"}", "#", "\x01\x7F", "eth0.100@if2", "vethdeadbeef012"),
        ["names in UTF-8 and not"] = Header + NetDevText.Rows(
            "a\xFF" + "b", "a\xFE" + "b", "\xC3\xA9t\xC3\xA9", "\xC3", "\xE2\x82", "\xED\xA0\x80", "\xC0\xAF",
            "\xF0\x9F\x98\x80",
            "\xF4\x90\x80\x80", "\xA9\xC3\xA9", "/ff", "/"),
        ["columns in another order"] = NetDevText.Top
            + " face |multicast compressed frame fifo drop errs packets bytes"
            + "|compressed carrier colls fifo drop errs packets bytes\n"
            + NetDevText.Row("eth0"),
        ["an unknown column"] = NetDevText.Top
            + " face |bytes packets errs drop fifo frame compressed multicast nohandler"
            + "|bytes packets errs drop fifo colls carrier compressed\n"
            + "eth0: " + NetDevText.Numbers + " 17\n",
        ["Linux 5.15-rc: another first word, and wide columns"] = NetDevText.WideTop + NetDevText.WideWords
            + "       lo:             1001           11    1      2    3     4          5         6"
            + "             2002           22    7      8    9    10      12         13\n"
            + "   enp0s1:         31998563        29285    0      0    0     0          0      1216"
            + "           484606         6680    0      0    0     0       0          0\n",
        ["FreeBSD: names cut to six bytes, so that devices share them"] = NetDevText.PaddedTop
            + NetDevText.PaddedWords + NetDevText.Row("lo0", 0) + NetDevText.Row("bridge", 1)
            + NetDevText.Row("bridge", 2) + NetDevText.Row("vlan10", 3) + NetDevText.Row("vlan10", 4),
        ["transmit before receive"] = "Inter-| Transmit | Receive\n"
            + " face |bytes packets errs drop fifo colls carrier compressed"
            + "|bytes packets errs drop fifo frame compressed multicast\n" + NetDevText.Row("eth0"),
        ["tabs in the header, nothing before its bars"] = "|\tReceive\t|\tTransmit\n"
            + NetDevText.Words[6..].Replace(' ', '\t') + NetDevText.Row("eth0"),
        ["tabs"] = Header + "\teth0:\t" + NetDevText.Numbers.Replace(' ', '\t') + "\n",
        ["empty lines at the end"] = NetDevText.Plain + "\n\n",
        ["empty lines and blanks between lines"] = Header + "\n" + NetDevText.Row("eth0") + " \t \n\n"
            + NetDevText.Row("eth1") + "x\n   \n",
        ["empty lines alone behind the header"] = Header + "\n  \n",
        ["blanks at the end, cut before their LF"] = NetDevText.Plain + "\n   ",
        ["the last line without LF"] = Header + NetDevText.Row("eth0") + NetDevText.Row("eth1").TrimEnd('\n'),
        ["carriage returns"] = Header + "eth0: " + NetDevText.Numbers + "\r\n" + NetDevText.Row("eth1"),
        ["a copy with CR LF"] = NetDevText.Plain.Replace("\n", "\r\n"),
        ["carriage returns alone, where no line ends"] = Header + "\reth0: " + NetDevText.Numbers + "\n"
            + "eth1:\r" + NetDevText.Numbers + "\neth2: 1 2 3\r4 5 6 7 8 9 10 11 12 13 14 15 16\n"
            + NetDevText.Row("eth3").Replace("\n", "\r" + NetDevText.Row("eth4")) + NetDevText.Row("eth5"),
        ["NUL bytes"] = Header + "eth\0: " + NetDevText.Numbers + "\neth1:\0" + NetDevText.Numbers + "\n"
            + NetDevText.Row("eth2") + "\0\0\0",
        ["header only"] = Header,
        ["no header"] = NetDevText.Row("eth0") + NetDevText.Row("eth1"),
        ["kernel 2.0: packets, no bytes"] = "Inter-|   Receive                  |  Transmit\n"
            + " face |packets errs drop fifo frame|packets errs drop fifo colls carrier\n"
            + "  eth0: 520993275 0 0 5 0 43451486 0 0 0 0 0\n",
        ["nothing"] = "",
    };

    /// <summary>Those that are tables, and so become pages.</summary>
    internal static IEnumerable<string> Shown =>
        All.Where(fixture => NetDevTable.Parse(fixture.Value).IsOk).Select(fixture => fixture.Key);
}
