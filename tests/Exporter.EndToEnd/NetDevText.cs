using System.Collections.Generic;
using System.Linq;

namespace NetdevExporter.EndToEnd;

/// <summary>Texts in the form of /proc/net/dev; their characters are bytes (Latin-1).</summary>
internal static class NetDevText
{
    internal const string Header =
        "Inter-|   Receive                                                |  Transmit\n"
        + " face |bytes    packets errs drop fifo frame compressed multicast"
        + "|bytes    packets errs drop fifo colls carrier compressed\n";

    internal const string UlongMax = "18446744073709551615";

    /// <summary>Two interfaces, all numbers different.</summary>
    internal static string Plain { get; } = Header + Row("lo", 100) + Row("eth0", 200);

    /// <summary>Texts that have everything that one meets or fears in them, by what they are.</summary>
    internal static IReadOnlyDictionary<string, string> Fixtures { get; } = new Dictionary<string, string>
    {
        ["as kernels print it now"] = Header
            + "    lo: 16908164814 32111432    0    0    0     0          0         0"
            + " 16908164814 32111432    0    0    0     0       0          0\n"
            + "enp3s0: 98765432109876 99887766554    1    2    3     4          5         6"
            + " 12345678901234567 111213141516    7    8    9    10      11         12\n",
        ["kernel 2.4: no blank behind the colon"] = Header
            + "    lo:14421      89    0    0    0     0          0         0"
            + "    14421      89    0    0    0     0       0          0\n"
            + "  eth0:68210035552 520993275    0    0    5     0          0         0"
            + " 9315587528 43451486    0    0    0     0       0          0\n",
        ["kernel 2.4: a driver without statistics"] = Header + Row("lo", 1)
            + "  eth0: No statistics available.\n" + Row("eth1", 2),
        ["an alias: the last colon ends the name"] = Header + Row("eth0", 1) + Row("eth0:1", 2)
            + "eth0:2:3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18\n",
        ["the largest numbers"] = Header + "  eth0: " + string.Join(' ', Enumerable.Repeat(UlongMax, 16)) + "\n",
        ["one past the largest number"] = Header + Row("lo", 1) + "  eth0: 18446744073709551616"
            + string.Concat(Enumerable.Repeat(" 0", 15)) + "\n",
        ["short lines, negative numbers, words"] = Header + "eth0: 1 2 3\n" + Row("eth1", 5)
            + "eth2: -1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\neth3: a b c d e f g h i j k l m n o p\neth4:\n\nno colon\n",
        ["more columns than there are names"] = Header + "eth0: " + string.Join(' ', Enumerable.Range(1, 20)) + "\n",
        ["a name twice keeps its first line"] = Header + Row("eth0", 1) + Row("eth1", 2) + Row("eth0", 3),
        ["names that kernels accept"] = Header + Row("a\"b", 1) + Row("a\\b", 2) + Row("a\\nb", 3) + Row("{x=\"y\"}", 4)
            + Row("#", 5) + Row("\x01\x7F", 6) + Row("eth0.100@if2", 7) + Row("vethdeadbeef012", 8),
        ["names in UTF-8 and not"] = Header + Row("a\xFF" + "b", 1) + Row("a\xFE" + "b", 2)
            + Row("\xC3\xA9t\xC3\xA9", 3) + Row("\xC3", 4) + Row("\xE2\x82", 5) + Row("\xED\xA0\x80", 6)
            + Row("\xC0\xAF", 7) + Row("\xF0\x9F\x98\x80", 8) + Row("\xF4\x90\x80\x80", 9) + Row("\xA9\xC3\xA9", 10),
        ["five hundred interfaces"] = Many(500),
    };

    /// <summary>A row as the kernel prints it, with sixteen different numbers.</summary>
    internal static string Row(string name, int first) =>
        $"{name.PadLeft(6)}: " + string.Join(' ', Enumerable.Range(0, 16).Select(i => $"{first * 1000 + i,7}")) + "\n";

    /// <summary>A table of that many interfaces.</summary>
    internal static string Many(int count) =>
        Header + string.Concat(Enumerable.Range(0, count).Select(i => Row($"veth{i:d}", i)));

    /// <summary>
    /// A table of that many interfaces as a container host has them: the kernel's widths and names, few large numbers.
    /// </summary>
    internal static string OfContainers(int count) =>
        Header + string.Concat(Enumerable.Range(0, count).Select(RowOfContainer));

    private static string RowOfContainer(int number)
    {
        string name = $"veth{0x1A2B3C4 + (number * 7919):x7}";
        long packets = 1 + (number * 7919L * 104_729 % 90_000_000);
        long bytes = packets * 800;
        return $"{name,6}: {bytes,7} {packets,7} {0,4} {number % 100,4} {0,4} {0,5} {0,10} {packets / 1000,9} "
            + $"{bytes,8} {packets,7} {0,4} {number % 100,4} {0,4} {0,5} {0,7} {0,10}\n";
    }
}
