namespace NetdevExporter.Procfs;

/// <summary>The result of parsing <c>/proc/[pid]/net/dev</c>.</summary>
internal enum NetDevStatus
{
    /// <summary>The text is a net/dev table. Lines may have been skipped, and there may be no device.</summary>
    Ok,

    /// <summary>The text is empty.</summary>
    Empty,

    /// <summary>
    /// The first two lines are not the header that the kernel prints, or lack one of the sixteen columns.
    /// </summary>
    UnknownHeader,

    /// <summary>The text would be a table if its header's lines did not end with CR LF.</summary>
    ConvertedLineEnds,

    /// <summary>There are lines below the header that are not empty, but none is a valid device.</summary>
    EveryLineSkipped,

    /// <summary>There are more devices than the caller's storage holds; call again with more.</summary>
    TooManyDevices,
}
