using System;
using System.Text;

namespace NetdevExporter.Http.Message;

/// <summary>
/// Parses the head of an HTTP/1.x request, strictly: an ambiguous head (request smuggling) is rejected.
/// </summary>
/// <remarks>
/// Source: RFC 9112 (message syntax, sections 2 to 6) and RFC 9110 (tokens, field values, Host). Lines end with CRLF;
/// a bare LF or CR is rejected, as are folding, control bytes, blanks before a colon, and two lengths or credentials.
/// </remarks>
internal static class RequestParser
{
    private const byte Lf = (byte)'\n';
    private const byte Cr = (byte)'\r';

    /// <summary>Parses the received part of a request.</summary>
    /// <param name="bytes">Starts with the first byte of the request; may continue after it.</param>
    /// <param name="request">The request; undefined unless the result is Complete.</param>
    /// <returns>
    /// Complete; Incomplete, if the bytes are the beginning of a valid request; otherwise why they cannot be one, as
    /// early as possible.
    /// </returns>
    internal static RequestStatus Parse(ReadOnlySpan<byte> bytes, out Request request)
    {
        request = default;
        int position = 0;
        RequestStatus status = TakeRequestLine(bytes, ref position, ref request);
        RequestFields fields = default;
        int fieldsStart = position;
        while (status == RequestStatus.Complete)
        {
            status = TakeLine(bytes, ref position, out ReadOnlySpan<byte> line);
            if (status != RequestStatus.Complete)
            {
                return IsFieldStart(line) ? status : RequestStatus.BadField;
            }

            if (line.IsEmpty)
            {
                request.Length = position;
                request.Fields = bytes[fieldsStart..(position - 2)];
                return fields.Finish(ref request);
            }

            status = fields.Add(line);
        }

        return status;
    }

    /// <summary>
    /// Takes <c>method SP target SP HTTP-version CRLF</c> (RFC 9112, 3).
    /// </summary>
    private static RequestStatus TakeRequestLine(ReadOnlySpan<byte> bytes, scoped ref int position, ref Request request)
    {
        RequestStatus status = TakeLine(bytes, ref position, out ReadOnlySpan<byte> line);
        if (!IsRequestLineStart(line))
        {
            return RequestStatus.NotHttp;
        }

        if (status != RequestStatus.Complete)
        {
            return status;
        }

        int methodEnd = line.IndexOf((byte)' ');
        int versionStart = line.LastIndexOf((byte)' ') + 1;
        if (methodEnd < 0 || versionStart <= methodEnd + 1)
        {
            return RequestStatus.NotHttp;
        }

        request.Method = line[..methodEnd];
        status = ReadVersion(line[versionStart..], ref request);
        if (status != RequestStatus.Complete)
        {
            return status;
        }

        ReadOnlySpan<byte> target = line[(methodEnd + 1)..(versionStart - 1)];
        return TryReadTarget(target, request.Method, out request.Path) ? status : RequestStatus.BadTarget;
    }

    /// <summary>
    /// Takes a line without its CRLF. If the end has not arrived, the line is the received part. A bare LF, or a CR
    /// without LF, is an invalid end.
    /// </summary>
    private static RequestStatus TakeLine(
        ReadOnlySpan<byte> bytes,
        scoped ref int position,
        out ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = bytes[position..];
        int end = rest.IndexOfAny(Cr, Lf);
        line = end < 0 ? rest : rest[..end];
        if (end < 0 || (rest[end] == Cr && end + 1 == rest.Length))
        {
            return RequestStatus.Incomplete;
        }

        position += end + 2;
        return rest[end] == Cr && rest[end + 1] == Lf ? RequestStatus.Complete : RequestStatus.BadLineEnd;
    }

    /// <summary>
    /// Whether a line, of which more may arrive, can be a request line: a token, and no control character after it.
    /// </summary>
    private static bool IsRequestLineStart(ReadOnlySpan<byte> piece)
    {
        int methodEnd = piece.IndexOf((byte)' ');
        ReadOnlySpan<byte> method = methodEnd < 0 ? piece : piece[..methodEnd];
        return methodEnd != 0
            && RequestBytes.AreToken(method)
            && !piece.ContainsAnyInRange((byte)0, (byte)0x1F)
            && !piece.Contains((byte)0x7F);
    }

    /// <summary>Whether a partial line can still become a field line or the empty line.</summary>
    private static bool IsFieldStart(ReadOnlySpan<byte> piece)
    {
        int colon = piece.IndexOf((byte)':');
        return colon < 0
            ? RequestBytes.AreToken(piece)
            : colon > 0 && RequestBytes.AreToken(piece[..colon]) && RequestBytes.AreValue(piece[colon..]);
    }

    /// <summary>
    /// Reads a target in origin, absolute, asterisk (OPTIONS) or authority form (CONNECT): RFC 9112, 3.2. Bytes above
    /// ASCII are accepted, as in other servers: some clients do not encode them.
    /// </summary>
    private static bool TryReadTarget(
        ReadOnlySpan<byte> target,
        ReadOnlySpan<byte> method,
        out ReadOnlySpan<byte> path)
    {
        path = target;
        if (target.ContainsAny((byte)' ', (byte)'#'))
        {
            return false;
        }

        int schemeLength = SchemeLength(target);
        if (schemeLength > 0)
        {
            int authorityLength = target[schemeLength..].IndexOfAny((byte)'/', (byte)'?');
            bool hasPath = authorityLength > 0 && target[schemeLength + authorityLength] == '/';
            path = hasPath ? target[(schemeLength + authorityLength)..] : "/"u8;
            if (authorityLength == 0 || target.Length == schemeLength)
            {
                return false;
            }
        }

        int query = path.IndexOf((byte)'?');
        path = query < 0 ? path : path[..query];
        return path.StartsWith((byte)'/')
            || (target.SequenceEqual("*"u8) && method.SequenceEqual("OPTIONS"u8))
            || (!target.IsEmpty && method.SequenceEqual("CONNECT"u8));
    }

    /// <summary>
    /// The length of <c>http://</c> or <c>https://</c>, which a proxy in front that ends TLS may leave in the target; 0
    /// if the target has neither.
    /// </summary>
    private static int SchemeLength(ReadOnlySpan<byte> target)
    {
        int length = "https://"u8.Length;
        if (target.Length >= length && Ascii.EqualsIgnoreCase(target[..length], "https://"u8))
        {
            return length;
        }

        length = "http://"u8.Length;
        return target.Length >= length && Ascii.EqualsIgnoreCase(target[..length], "http://"u8) ? length : 0;
    }

    /// <summary>Reads <c>HTTP/1.0</c>, or a later 1.x, which is treated as 1.1 (RFC 9110, 2.5).</summary>
    private static RequestStatus ReadVersion(ReadOnlySpan<byte> version, ref Request request)
    {
        if (version.Length != "HTTP/1.1"u8.Length
            || !version.StartsWith("HTTP/"u8)
            || !char.IsAsciiDigit((char)version[5])
            || version[6] != '.'
            || !char.IsAsciiDigit((char)version[7]))
        {
            return RequestStatus.NotHttp;
        }

        request.IsHttp10 = version[7] == '0';
        return version[5] == '1' ? RequestStatus.Complete : RequestStatus.VersionNotSupported;
    }
}
