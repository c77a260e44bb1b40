namespace NetdevExporter.Procfs;

/// <summary>What came of parsing a text as <c>/proc/[pid]/net/dev</c>.</summary>
internal enum NetDevStatus
{
    /// <summary>It is one; there may be lines that were skipped, and, below a good header, no device at all.</summary>
    Ok,

    /// <summary>There is nothing in it.</summary>
    Empty,

    /// <summary>
    /// Its first two lines are not the header that the kernel prints, or lack one of the sixteen columns.
    /// </summary>
    UnknownHeader,

    /// <summary>There are lines below the header, and not one is a device.</summary>
    EveryLineSkipped,

    /// <summary>It has more devices than the caller's storage holds; ask again with more.</summary>
    TooManyDevices,
}
