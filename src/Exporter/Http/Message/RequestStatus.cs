using System;

namespace NetdevExporter.Http.Message;

/// <summary>
/// The result of parsing a request: complete, incomplete, or why it is rejected.
/// </summary>
internal enum RequestStatus
{
    /// <summary>A complete head.</summary>
    Complete,

    /// <summary>The beginning of a valid request.</summary>
    Incomplete,

    /// <summary>The first line is not that of an HTTP/1 request.</summary>
    NotHttp,

    /// <summary>HTTP, but not version 1.</summary>
    VersionNotSupported,

    /// <summary>A target in a form that this server does not serve, or not for the method (RFC 9112, 3.2).</summary>
    BadTarget,

    /// <summary>A bare LF, or a CR without LF.</summary>
    BadLineEnd,

    /// <summary>A line that is not a field (RFC 9112, 5).</summary>
    BadField,

    /// <summary>HTTP/1.1 without Host (RFC 9112, 3.2).</summary>
    NoHost,

    TwoHosts,

    BadHost,

    TwoAuthorizations,

    TwoLengths,

    BadLength,

    /// <summary>A transfer coding other than one <c>chunked</c>.</summary>
    BadCoding,

    /// <summary>Two ways to find the end of the body: a sign of request smuggling (RFC 9112, 6.3).</summary>
    LengthAndCoding,
}

/// <summary>The responses to requests that are rejected.</summary>
internal static class RequestStatusRules
{
    internal static ResponseStatus Response(this RequestStatus status) =>
        status == RequestStatus.VersionNotSupported ? ResponseStatus.VersionNotSupported : ResponseStatus.BadRequest;

    /// <summary>What is wrong with the request: one line for a person.</summary>
    internal static ReadOnlySpan<byte> Explanation(this RequestStatus status) =>
        status switch
        {
            RequestStatus.VersionNotSupported => "Only HTTP/1.0 and HTTP/1.1 are served.\n"u8,
            RequestStatus.BadTarget => "The request's target is neither /PATH nor http://HOST/PATH.\n"u8,
            RequestStatus.BadLineEnd => "A line of the request's head does not end with CRLF.\n"u8,
            RequestStatus.BadField => "A line of the request's head is not NAME: VALUE.\n"u8,
            RequestStatus.NoHost => "The request has no Host field, which HTTP/1.1 requires.\n"u8,
            RequestStatus.TwoHosts => "The request has two Host fields.\n"u8,
            RequestStatus.BadHost => "The Host field is not HOST or HOST:PORT.\n"u8,
            RequestStatus.TwoAuthorizations => "The request has two Authorization fields.\n"u8,
            RequestStatus.TwoLengths => "The request has two Content-Length fields.\n"u8,
            RequestStatus.BadLength => "The Content-Length field is not one number.\n"u8,
            RequestStatus.BadCoding => "The request has a Transfer-Encoding other than a single chunked.\n"u8,
            RequestStatus.LengthAndCoding => "The request has both Content-Length and Transfer-Encoding.\n"u8,
            _ => "This is not an HTTP/1 request.\n"u8,
        };
}
