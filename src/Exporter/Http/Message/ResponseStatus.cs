namespace NetdevExporter.Http.Message;

/// <summary>The status codes that this server sends (RFC 9110, 15; RFC 6585).</summary>
internal enum ResponseStatus
{
    Ok = 200,
    NoContent = 204,
    NotModified = 304,
    BadRequest = 400,
    Unauthorized = 401,
    NotFound = 404,
    MethodNotAllowed = 405,
    RequestTimeout = 408,
    HeadTooLarge = 431,
    ServiceUnavailable = 503,
    VersionNotSupported = 505,
}
