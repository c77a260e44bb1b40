namespace NetdevExporter.Source;

/// <summary>Whose interfaces a net/dev file shows, by whether that is known and from what.</summary>
internal enum TableOwner
{
    /// <summary>Nobody can tell: it lies on no procfs, or this process has no /proc to compare it with.</summary>
    Unknown,

    /// <summary>The host's, whose network namespace is another than this process's.</summary>
    Host,

    /// <summary>The host's, whose network namespace this process is in: a bare host, or host networking.</summary>
    HostAndOwn,

    /// <summary>This process's own, in a network namespace made for a container.</summary>
    Own,

    /// <summary>
    /// Neither this process's nor the machine's first: of another container, as of the one that this one runs in.
    /// </summary>
    Another,
}
