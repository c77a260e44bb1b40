namespace NetdevExporter.Http.Connections;

/// <summary>What a connection is doing.</summary>
internal enum ConnectionState
{
    /// <summary>Waiting for a request, or for the rest of one.</summary>
    Receiving,

    /// <summary>Has asked for the page; it is answered at once, or when there is one to make it in.</summary>
    Waiting,

    /// <summary>Has not taken all of its response.</summary>
    Sending,

    /// <summary>Has had its last response; what the client still sends is thrown away until it closes.</summary>
    Draining,

    /// <summary>Over.</summary>
    Closed,
}
