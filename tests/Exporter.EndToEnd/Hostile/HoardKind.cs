namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>What all clients of a hoard send; none of them reads.</summary>
public enum HoardKind
{
    /// <summary>Small requests, one a write, as many as the connection takes.</summary>
    SmallRequests,

    /// <summary>The same, hundreds of them in one write.</summary>
    RequestsInOneWrite,

    /// <summary>Requests for the page, as many as the connection takes.</summary>
    Pages,

    /// <summary>The head of a request, but for its end: as long as a head may be.</summary>
    PartialHead,
}
