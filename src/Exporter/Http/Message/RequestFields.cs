using System;
using System.Text;

namespace NetdevExporter.Http.Message;

/// <summary>The contents of the field lines that this server uses. Borrows their bytes.</summary>
internal ref struct RequestFields
{
    private bool hasHost;
    private bool hasLength;
    private bool hasContent;
    private bool hasCoding;
    private bool asksClose;
    private bool asksKeepAlive;
    private bool hasAuthorization;
    private ReadOnlySpan<byte> authorization;
    private AcceptEncoding acceptEncoding;

    /// <summary>Reads <c>name ":" OWS value OWS</c> (RFC 9112, 5).</summary>
    /// <returns>Complete, or why the request is rejected.</returns>
    internal RequestStatus Add(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        if (colon < 1 || !RequestBytes.AreToken(line[..colon]))
        {
            return RequestStatus.BadField;
        }

        ReadOnlySpan<byte> name = line[..colon];
        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
        if (!RequestBytes.AreValue(value))
        {
            return RequestStatus.BadField;
        }

        switch (name.Length)
        {
            case 4 when Ascii.EqualsIgnoreCase(name, "host"u8):
                return AddHost(value);
            case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                ReadConnection(value);
                break;
            case 13 when Ascii.EqualsIgnoreCase(name, "authorization"u8):
                return AddAuthorization(value);
            case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                return AddLength(value);
            case 15 when Ascii.EqualsIgnoreCase(name, "accept-encoding"u8):
                acceptEncoding.Read(value);
                break;
            case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                return AddCoding(value);
        }

        return RequestStatus.Complete;
    }

    /// <summary>Completes the request after the last field line.</summary>
    internal readonly RequestStatus Finish(ref Request request)
    {
        request.Authorization = authorization;
        request.PrefersGzip = acceptEncoding.PrefersGzip;
        request.RequiresGzip = acceptEncoding.RequiresGzip;
        request.HasBody = hasCoding || hasContent;
        request.KeepAlive = !asksClose && (asksKeepAlive || !request.IsHttp10) && !request.HasBody;
        return !hasHost && !request.IsHttp10 ? RequestStatus.NoHost
            : hasCoding && hasLength ? RequestStatus.LengthAndCoding
            : RequestStatus.Complete;
    }

    private RequestStatus AddHost(ReadOnlySpan<byte> value)
    {
        if (hasHost)
        {
            return RequestStatus.TwoHosts;
        }

        hasHost = true;
        return RequestBytes.AreHost(value) ? RequestStatus.Complete : RequestStatus.BadHost;
    }

    private RequestStatus AddAuthorization(ReadOnlySpan<byte> value)
    {
        if (hasAuthorization)
        {
            return RequestStatus.TwoAuthorizations;
        }

        hasAuthorization = true;
        authorization = value;
        return RequestStatus.Complete;
    }

    /// <summary>Adds the only Content-Length: a number, of which it matters only whether it is 0.</summary>
    private RequestStatus AddLength(ReadOnlySpan<byte> value)
    {
        if (hasLength)
        {
            return RequestStatus.TwoLengths;
        }

        hasLength = true;
        hasContent = value.ContainsAnyExcept((byte)'0');
        bool isNumber = !value.IsEmpty && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        return isNumber ? RequestStatus.Complete : RequestStatus.BadLength;
    }

    /// <summary>Adds the only coding with which the end of a body is certain (RFC 9112, 6.1 and 6.3).</summary>
    private RequestStatus AddCoding(ReadOnlySpan<byte> value)
    {
        bool isChunked = !hasCoding && Ascii.EqualsIgnoreCase(value, "chunked"u8);
        hasCoding = true;
        return isChunked ? RequestStatus.Complete : RequestStatus.BadCoding;
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
