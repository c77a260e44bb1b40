using System;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;

namespace NetdevExporter.Tests.Http;

/// <summary>Runs the product's parser and takes what it found out of the borrowed memory.</summary>
internal static class FastRequest
{
    internal static SlowRequest Parse(ReadOnlySpan<byte> bytes)
    {
        RequestStatus status = RequestParser.Parse(bytes, out Request request);
        return status == RequestStatus.Complete
            ? new SlowRequest(
                status,
                Latin1.Text(request.Method),
                Latin1.Text(request.Path),
                request.Length,
                request.IsHttp10,
                request.KeepAlive,
                request.PrefersGzip,
                Latin1.Text(request.Authorization),
                IfNoneMatch.IsIn(request.Fields, PageFiles.ScriptTag))
            : new SlowRequest(status, "", "", 0, false, false, false, "");
    }

    internal static SlowRequest Parse(string text) => Parse(Latin1.Bytes(text));
}
