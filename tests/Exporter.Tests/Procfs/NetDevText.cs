using System.Globalization;
using System.Linq;
using System.Text;

namespace NetdevExporter.Tests.Procfs;

/// <summary>Builds texts in the form of /proc/net/dev; their characters are bytes (Latin-1).</summary>
internal static class NetDevText
{
    internal const string Top = "Inter-|   Receive                                                |  Transmit\n";

    internal const string Words =
        " face |bytes    packets errs drop fifo frame compressed multicast"
        + "|bytes    packets errs drop fifo colls carrier compressed\n";

    internal const string Header = Top + Words;

    internal const string UlongMax = "18446744073709551615";

    /// <summary>Sixteen different numbers, one blank between them.</summary>
    internal const string Numbers = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16";

    /// <summary>A line as the kernel prints it.</summary>
    /// <remarks>Source: dev_seq_printf_stats() in linux/net/core/net-procfs.c.</remarks>
    internal static string Row(string name, string numbers = Numbers)
    {
        int[] widths = [7, 7, 4, 4, 4, 5, 10, 9, 8, 7, 4, 4, 4, 5, 7, 10];
        StringBuilder line = new(name.PadLeft(6) + ":");
        foreach ((string number, int width) in numbers.Split(' ').Zip(widths))
        {
            line.Append(' ').Append(number.PadLeft(width));
        }

        return line.Append('\n').ToString();
    }

    /// <summary>A table of that many devices, whose names and numbers are all different.</summary>
    internal static string Many(int count)
    {
        StringBuilder text = new(Header);
        for (int i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"veth{i}: {i}").Append(" 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\n");
        }

        return text.ToString();
    }
}
