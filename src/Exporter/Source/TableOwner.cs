namespace NetdevExporter.Source;

/// <summary>Whose interfaces a net/dev file shows.</summary>
internal enum TableOwner
{
    /// <summary>Unknown: the file cannot be opened, or this process has no /proc to compare it with.</summary>
    Unknown,

    /// <summary>Nobody's: the file is not on procfs, such as a copy. Its counters are as old as the copy.</summary>
    Nobody,

    /// <summary>The host's; this process is in another network namespace.</summary>
    Host,

    /// <summary>The host's; this process is in the same network namespace: a bare host, or host networking.</summary>
    HostAndOwn,

    /// <summary>This process's own; the network namespace is a container's.</summary>
    Own,

    /// <summary>
    /// Neither this process's nor the initial namespace's: another container's, such as the enclosing one's.
    /// </summary>
    Other,
}
