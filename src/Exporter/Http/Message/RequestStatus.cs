namespace NetdevExporter.Http.Message;

/// <summary>
/// What a request parser says of the bytes so far: complete, incomplete, or one of the ways to be malformed.
/// </summary>
internal enum RequestStatus
{
    /// <summary>A whole head, of a request that has no body.</summary>
    Complete,

    /// <summary>A valid beginning; more must come.</summary>
    Incomplete,

    /// <summary>Not a request as RFC 9112 has it: 400.</summary>
    BadRequest,

    /// <summary>A body: 413.</summary>
    ContentTooLarge,

    /// <summary>A transfer coding: 501.</summary>
    NotImplemented,

    /// <summary>HTTP, but not of version 1: 505.</summary>
    VersionNotSupported,
}
