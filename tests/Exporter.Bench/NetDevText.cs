using System.Globalization;
using System.Text;

namespace NetdevExporter.Bench;

/// <summary>Texts as the kernel prints them, of any number of devices, with counters as a busy host has them.</summary>
internal static class NetDevText
{
    internal static byte[] Make(int devices)
    {
        StringBuilder text = new();
        text.Append("Inter-|   Receive                                                |  Transmit\n");
        text.Append(" face |bytes    packets errs drop fifo frame compressed multicast|");
        text.Append("bytes    packets errs drop fifo colls carrier compressed\n");
        for (int device = 0; device < devices; device++)
        {
            long packets = 1 + (device * 7919L * 104_729 % 90_000_000);
            text.AppendFormat(
                CultureInfo.InvariantCulture,
                "{0,6}: {1,7} {2,7} {3,4} {4,4} {5,4} {6,5} {7,10} {8,9} "
                    + "{1,8} {2,7} {3,4} {4,4} {5,4} {6,5} {7,7} {8,10}\n",
                "veth" + (0x1A2B3C4 + (device * 7919)).ToString("x7", CultureInfo.InvariantCulture),
                packets * 800,
                packets,
                0,
                device % 100,
                0,
                0,
                0,
                packets / 1000);
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
