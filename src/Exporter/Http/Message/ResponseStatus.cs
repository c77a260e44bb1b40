namespace NetdevExporter.Http.Message;

/// <summary>The status codes that this server sends (RFC 9110, 15; RFC 6585).</summary>
internal enum ResponseStatus
{
    Ok = 200,
    BadRequest = 400,
    Unauthorized = 401,
    NotFound = 404,
    MethodNotAllowed = 405,
    RequestTimeout = 408,
    ContentTooLarge = 413,
    HeadTooLarge = 431,
    NotImplemented = 501,
    ServiceUnavailable = 503,
    VersionNotSupported = 505,
}
