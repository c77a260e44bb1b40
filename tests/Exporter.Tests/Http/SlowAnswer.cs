using System;
using System.Globalization;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Tests.Http;

/// <summary>
/// What a request must be answered with, once more: slow, obvious, on strings. Takes the texts
/// of small bodies alone from the product.
/// </summary>
/// <param name="End">Where in the stream of requests it is certain.</param>
/// <param name="Status">What the request is.</param>
/// <param name="Request">The request, where it is one.</param>
/// <param name="Fault">What is wrong with a refused request.</param>
/// <param name="MayBeHead">Whether a refused request may have been a HEAD, which is answered without a body.</param>
/// <param name="OtherFault">What a server that looks closely may find wrong before the line is whole.</param>
internal sealed record SlowAnswer(
    int End,
    ResponseStatus Status,
    SlowRequest Request,
    RequestStatus Fault = RequestStatus.Complete,
    bool MayBeHead = false,
    RequestStatus OtherFault = RequestStatus.Complete)
{
    private const string Plain = "text/plain; charset=utf-8";
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private const string Script = "text/javascript; charset=utf-8";
    private const string Html = "text/html; charset=utf-8";
    private const string Exposition = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Whether it is of a reading.</summary>
    internal bool IsOfReading =>
        Status == ResponseStatus.Ok && IsServed && Request.Path is "/metrics" or "/-/ready" or "/";

    internal bool IsHead => Request.Method == "HEAD";

    /// <summary>Whether the connection stays open behind it.</summary>
    internal bool KeepAlive => Request.KeepAlive;

    private bool IsServed => Request.Method is "GET" or "HEAD";

    /// <summary>Whether an answer is this one.</summary>
    /// <param name="reading">Of which reading, where it is of one.</param>
    internal bool Is(WireAnswer answer, int reading)
    {
        if (OtherFault != RequestStatus.Complete && ToOtherFault().Is(answer, reading))
        {
            return true;
        }

        (int code, string type, string body) = Content(reading);
        int gzipMin = type == Exposition ? Limits.GzipPageBytesMin
            : type is Html or Script ? Limits.GzipFileBytesMin
            : int.MaxValue;
        bool isGzip = Request.PrefersGzip && body.Length >= gzipMin;
        string caching = type == Script
            ? $"ETag: W/\"{Latin1.Text(PageFiles.ScriptTag)}\"\r\nCache-Control: no-cache\r\nVary: Accept-Encoding"
            : "Cache-Control: no-store";
        string connection = !KeepAlive ? "Connection: close\r\n"
            : Request.IsHttp10 ? "Connection: keep-alive\r\n"
            : "";
        string head = $"HTTP/1.1 {code} {Reason(code)}\r\nDate: {answer.Date}"
            + (code is 204 or 304 ? "" : $"\r\nContent-Type: {type}\r\n")
            + (code is 204 or 304 ? ""
                : isGzip ? $"Content-Encoding: gzip\r\nContent-Length: {answer.Length}"
                : $"Content-Length: {body.Length}")
            + $"\r\n{caching}\r\nX-Content-Type-Options: nosniff\r\n"
            + (type == Html ? $"Content-Security-Policy: {ContentPolicy}\r\n" : "")
            + (code is 204 or 405 ? "Allow: GET, HEAD, OPTIONS\r\n" : "") + connection + "\r\n";
        return answer.Head == head
            && DateTime.TryParseExact(answer.Date, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && (IsHead || (MayBeHead && answer.Body.Length == 0) ? answer.Body.Length == 0
                : isGzip ? Gzip.Decode(answer.Body) == body
                : answer.Body == body);
    }

    private SlowAnswer ToOtherFault() =>
        this with { Status = ResponseStatus.BadRequest, Fault = OtherFault, OtherFault = RequestStatus.Complete };

    private (int Code, string Type, string Body) Content(int reading) =>
        Status is ResponseStatus.BadRequest or ResponseStatus.VersionNotSupported
            ? ((int)Status, Plain, Latin1.Text(Fault.Explanation()))
        : Status != ResponseStatus.Ok ? Explained(Status)
        : Request.Method == "OPTIONS" ? (204, "", "")
        : !IsServed ? Explained(ResponseStatus.MethodNotAllowed)
        : Request.Path == "/" ? (200, Html, WritePage(reading))
        : Request.Path == "/-/page.js" && Request.HasScript ? (304, Script, "")
        : IsOfReading && NumberedSource.IsFailing(reading) ? (503, Plain, NumberedSource.Text(reading))
        : Request.Path switch
        {
            "/metrics" => (200, Exposition, NumberedSource.Text(reading)),
            "/-/page.js" => (200, Script, Latin1.Text(PageFiles.Script)),
            "/-/ready" => (200, Plain, "ready\n"),
            "/-/healthy" => (200, Plain, "healthy\n"),
            _ => Explained(ResponseStatus.NotFound),
        };

    private static string WritePage(int reading) =>
        Latin1.Text(PageFiles.Html).Replace("{metrics}", "./metrics").Replace("{token}", "none").Replace(
            "{totals}",
            NumberedSource.IsFailing(reading)
                ? $"<p>{NumberedSource.Text(reading).TrimEnd('\n')}</p>"
                : NumberedSource.Totals(reading));

    private static (int Code, string Type, string Body) Explained(ResponseStatus status) =>
        ((int)status, Plain, Latin1.Text(status.Explanation()));

    private static string Reason(int code) =>
        code switch
        {
            200 => "OK",
            204 => "No Content",
            304 => "Not Modified",
            400 => "Bad Request",
            404 => "Not Found",
            405 => "Method Not Allowed",
            431 => "Request Header Fields Too Large",
            503 => "Service Unavailable",
            505 => "HTTP Version Not Supported",
            _ => "?",
        };
}
