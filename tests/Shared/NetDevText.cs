using System.Linq;

namespace NetdevExporter.Shared;

/// <summary>Texts in the form of /proc/net/dev; their characters are bytes (Latin-1).</summary>
internal static class NetDevText
{
    internal const string Top = "Inter-|   Receive                                                |  Transmit\n";

    internal const string Words =
        " face |bytes    packets errs drop fifo frame compressed multicast"
        + "|bytes    packets errs drop fifo colls carrier compressed\n";

    internal const string Header = Top + Words;

    /// <summary>The header of Linux 5.15-rc, which has no word above the names.</summary>
    internal const string WideTop =
        "Interface|                            Receive                                       "
        + "|                                 Transmit\n";

    internal const string WideWords =
        "         |            bytes      packets errs   drop fifo frame compressed multicast"
        + "|            bytes      packets errs   drop fifo colls carrier compressed\n";

    /// <summary>The header of FreeBSD's linprocfs in FreeBSD 14: <c>"%6s|%58s|%s\n%6s|%58s|%58s\n"</c>.</summary>
    internal const string PaddedTop =
        "Inter-|                                                   Receive|  Transmit\n";

    internal const string PaddedWords =
        "  face|bytes    packets errs drop fifo frame compressed multicast"
        + "|  bytes    packets errs drop fifo colls carrier compressed\n";

    internal const string UlongMax = "18446744073709551615";

    /// <summary>Sixteen different numbers, one blank between them.</summary>
    internal const string Numbers = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16";

    private static readonly int[] Widths = [7, 7, 4, 4, 4, 5, 10, 9, 8, 7, 4, 4, 4, 5, 7, 10];

    /// <summary>Two interfaces, all numbers different.</summary>
    internal static string Plain { get; } = Header + Row("lo", 100) + Row("eth0", 200);

    /// <summary>A line as the kernel prints it.</summary>
    /// <remarks>Source: dev_seq_printf_stats() in linux/net/core/net-procfs.c.</remarks>
    internal static string Row(string name, string numbers = Numbers) =>
        $"{name,6}: "
        + string.Join(' ', numbers.Split(' ').Zip(Widths, (number, width) => number.PadLeft(width))) + "\n";

    /// <summary>The same with the numbers from a thousand times <paramref name="first"/> on.</summary>
    internal static string Row(string name, int first) =>
        Row(name, string.Join(' ', Enumerable.Range(first * 1000, 16)));

    /// <summary>A line for each name, all with the same numbers.</summary>
    internal static string Rows(params string[] names) => string.Concat(names.Select(name => Row(name)));

    /// <summary>Sixteen times the same number.</summary>
    internal static string Repeat(string number) => string.Join(' ', Enumerable.Repeat(number, 16));

    /// <summary>A table of that many interfaces, whose names and numbers are all different.</summary>
    internal static string Many(int count) =>
        Header + string.Concat(Enumerable.Range(0, count).Select(i => Row($"veth{i:d}", i)));

    /// <summary>A table as a busy container host has it: names of pairs, few large numbers, mostly zeros.</summary>
    internal static string OfContainers(int count) =>
        Header + string.Concat(Enumerable.Range(0, count).Select(RowOfContainer));

    private static string RowOfContainer(int number)
    {
        long packets = 1 + (number * 7919L * 104_729 % 90_000_000);
        string transmit = $"{packets * 800} {packets} 0 {number % 100} 0 0 0";
        return Row($"veth{0x1A2B3C4 + (number * 7919):x7}", $"{transmit} {packets / 1000} {transmit} 0");
    }
}
