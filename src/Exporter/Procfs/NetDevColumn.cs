namespace NetdevExporter.Procfs;

/// <summary>One of the sixteen counters that <c>/proc/[pid]/net/dev</c> has for every device.</summary>
/// <remarks>
/// Source: dev_seq_printf_stats() and dev_seq_show() in linux/net/core/net-procfs.c, including which fields of
/// struct rtnl_link_stats64 a column adds up.
/// </remarks>
/// <param name="direction"><c>receive</c> or <c>transmit</c>: the part of the table with the column.</param>
/// <param name="headerWord">The column's word in the file's second line.</param>
/// <param name="word">The same, unabbreviated.</param>
/// <param name="help">What it counts, in one sentence.</param>
internal sealed class NetDevColumn(string direction, string headerWord, string word, string help)
{
    /// <summary>The number of columns.</summary>
    internal const int Count = 16;

    private const string Receive = "receive";
    private const string Transmit = "transmit";

    /// <summary>
    /// The columns in the order that Linux 2.1.91 and later print; a column is identified by its index.
    /// </summary>
    internal static NetDevColumn[] All { get; } =
    [
        new(Receive, "bytes", "bytes", "Bytes received."),
        new(Receive, "packets", "packets", "Packets received."),
        new(Receive, "errs", "errors", "Packets received with an error of any kind."),
        new(Receive, "drop", "dropped", "Packets received and dropped, or missed for lack of buffers."),
        new(Receive, "fifo", "fifo", "Overruns of the device's receive FIFO."),
        new(Receive, "frame", "frame", "Frames received with a wrong length, alignment or checksum, or overrun."),
        new(Receive, "compressed", "compressed", "Compressed packets received (PPP and SLIP)."),
        new(Receive, "multicast", "multicast", "Multicast packets received."),
        new(Transmit, "bytes", "bytes", "Bytes transmitted."),
        new(Transmit, "packets", "packets", "Packets transmitted."),
        new(Transmit, "errs", "errors", "Packets not transmitted because of an error of any kind."),
        new(Transmit, "drop", "dropped", "Packets dropped before transmission."),
        new(Transmit, "fifo", "fifo", "Underruns of the device's transmit FIFO."),
        new(Transmit, "colls", "collisions", "Collisions while transmitting."),
        new(Transmit, "carrier", "carrier", "Carrier losses, aborted, late and heartbeat errors while transmitting."),
        new(Transmit, "compressed", "compressed", "Compressed packets transmitted (PPP and SLIP)."),
    ];

    internal string Direction => direction;

    internal string HeaderWord => headerWord;

    internal string Word => word;

    internal string Help => help;
}
