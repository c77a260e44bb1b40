namespace NetdevExporter.Http.Message;

/// <summary>
/// The result of parsing a request: complete, incomplete, or why it is rejected.
/// </summary>
internal enum RequestStatus
{
    /// <summary>A complete head of a request without a body.</summary>
    Complete,

    /// <summary>The beginning of a valid request.</summary>
    Incomplete,

    /// <summary>Not a valid request (RFC 9112): 400.</summary>
    BadRequest,

    /// <summary>The request has a body: 413.</summary>
    ContentTooLarge,

    /// <summary>The request has a transfer coding: 501.</summary>
    NotImplemented,

    /// <summary>HTTP, but not version 1: 505.</summary>
    VersionNotSupported,
}
