namespace NetdevExporter.Http.Connections;

/// <summary>What came of accepting a client.</summary>
internal enum AcceptStatus
{
    /// <summary>There is one.</summary>
    Accepted,

    /// <summary>It has gone again, or there was none.</summary>
    Gone,

    /// <summary>
    /// There is one, but no descriptor or no memory for it.
    /// </summary>
    Exhausted,
}
