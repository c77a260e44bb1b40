using System;

namespace NetdevExporter.Http.Message;

/// <summary>The texts for each status.</summary>
internal static class ResponseStatusText
{
    /// <summary>The code and its reason phrase.</summary>
    internal static ReadOnlySpan<byte> Line(this ResponseStatus status) =>
        status switch
        {
            ResponseStatus.Ok => "200 OK"u8,
            ResponseStatus.NoContent => "204 No Content"u8,
            ResponseStatus.NotModified => "304 Not Modified"u8,
            ResponseStatus.BadRequest => "400 Bad Request"u8,
            ResponseStatus.Unauthorized => "401 Unauthorized"u8,
            ResponseStatus.NotFound => "404 Not Found"u8,
            ResponseStatus.MethodNotAllowed => "405 Method Not Allowed"u8,
            ResponseStatus.RequestTimeout => "408 Request Timeout"u8,
            ResponseStatus.HeadTooLarge => "431 Request Header Fields Too Large"u8,
            ResponseStatus.VersionNotSupported => "505 HTTP Version Not Supported"u8,
            _ => "503 Service Unavailable"u8,
        };

    /// <summary>
    /// The body of a response without other content: one line for a person. For a rejected request, see
    /// <see cref="RequestStatusRules"/>.
    /// </summary>
    internal static ReadOnlySpan<byte> Explanation(this ResponseStatus status) =>
        status switch
        {
            ResponseStatus.NoContent or ResponseStatus.NotModified => default,
            ResponseStatus.Unauthorized => "This needs the token: Authorization: Bearer TOKEN.\n"u8,
            ResponseStatus.NotFound => "There is nothing here; the page at / says where the metrics are.\n"u8,
            ResponseStatus.MethodNotAllowed => "Only GET, HEAD and OPTIONS are served.\n"u8,
            ResponseStatus.RequestTimeout => "The request took longer than 10 seconds to arrive.\n"u8,
            ResponseStatus.HeadTooLarge => "The request's head is longer than 32 KiB.\n"u8,
            _ => "Not enough memory for this request.\n"u8,
        };
}
