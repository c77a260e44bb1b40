using System;
using System.Text;

namespace NetdevExporter.Http.Message;

/// <summary>The contents of the field lines that this server uses. Borrows their bytes.</summary>
internal ref struct RequestFields
{
    private bool hasHost;
    private bool hasLength;
    private bool hasContent;
    private bool hasTransferEncoding;
    private bool asksClose;
    private bool asksKeepAlive;
    private bool hasAuthorization;
    private ReadOnlySpan<byte> authorization;
    private AcceptEncoding acceptEncoding;

    /// <summary>Reads <c>name ":" OWS value OWS</c> (RFC 9112, 5); returns false if malformed.</summary>
    internal bool TryAdd(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        if (colon < 1 || !RequestBytes.AreToken(line[..colon]))
        {
            return false;
        }

        ReadOnlySpan<byte> name = line[..colon];
        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
        if (!RequestBytes.AreValue(value))
        {
            return false;
        }

        switch (name.Length)
        {
            case 4 when Ascii.EqualsIgnoreCase(name, "host"u8):
                bool isFirst = !hasHost;
                hasHost = true;
                return isFirst && RequestBytes.AreHost(value);
            case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                ReadConnection(value);
                return true;
            case 13 when Ascii.EqualsIgnoreCase(name, "authorization"u8):
                bool isSingle = !hasAuthorization;
                hasAuthorization = true;
                authorization = value;
                return isSingle;
            case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                bool isOnly = !hasLength;
                hasLength = true;
                hasContent = value.ContainsAnyExcept((byte)'0');
                return isOnly && !value.IsEmpty && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9');
            case 15 when Ascii.EqualsIgnoreCase(name, "accept-encoding"u8):
                acceptEncoding.Read(value);
                return true;
            case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                hasTransferEncoding = true;
                return true;
            default:
                return true;
        }
    }

    /// <summary>Completes the request after the last field line.</summary>
    internal readonly RequestStatus Finish(ref Request request)
    {
        request.Authorization = authorization;
        request.PrefersGzip = acceptEncoding.PrefersGzip;
        request.KeepAlive = !asksClose && (asksKeepAlive || !request.IsHttp10);
        if ((!hasHost && !request.IsHttp10) || (hasTransferEncoding && hasLength))
        {
            return RequestStatus.BadRequest;
        }

        if (hasTransferEncoding)
        {
            return RequestStatus.NotImplemented;
        }

        return hasContent ? RequestStatus.ContentTooLarge : RequestStatus.Complete;
    }

    /// <summary>Reads a list of connection options (RFC 9110, 7.6.1).</summary>
    private void ReadConnection(ReadOnlySpan<byte> options)
    {
        while (!options.IsEmpty)
        {
            ReadOnlySpan<byte> option = RequestBytes.TakeElement(ref options);
            asksClose |= Ascii.EqualsIgnoreCase(option, "close"u8);
            asksKeepAlive |= Ascii.EqualsIgnoreCase(option, "keep-alive"u8);
        }
    }
}
