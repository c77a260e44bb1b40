using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;

namespace NetdevExporter.Tests.Http;

/// <summary>
/// RFC 9112 as the server reads it, once more: slow, obvious, on strings. It judges only whole lines, so
/// where it says Incomplete the product may already know better.
/// </summary>
internal sealed record SlowRequest(
    RequestStatus Status,
    string Method,
    string Path,
    int Length,
    bool IsHttp10,
    bool KeepAlive,
    bool PrefersGzip,
    string Authorization,
    bool HasScript = false)
{
    private const string Token = @"[!#$%&'*+\-.^_`|~0-9A-Za-z]+";

    private static readonly Regex RequestLineStart = new(@$"\A({Token})?\z|\A{Token} [^\0-\x1F\x7F]*\z");
    private static readonly Regex RequestLine = new(@$"\A({Token}) (.*) HTTP/([0-9])\.([0-9])\z");
    private static readonly Regex AbsoluteForm = new(@"\A[Hh][Tt][Tt][Pp][Ss]?://[^/?]+(/[^?]*)?(\?.*)?\z");
    private static readonly Regex OriginForm = new(@"\A(/[^?]*)(\?.*)?\z");
    private static readonly Regex Field = new(@$"\A({Token}):[ \t]*([^\0-\x08\x0A-\x1F\x7F]*?)[ \t]*\z");
    private static readonly Regex FieldStart = new(@$"\A({Token})?\z|\A{Token}:[^\0-\x08\x0A-\x1F\x7F]*\z");
    private static readonly Regex HostValue = new(@"\A[0-9A-Za-z!$%&'()*+,\-.:;=\[\]_~]*\z");
    private static readonly Regex Weighted = new(@"\A([^;]*?)[ \t]*(;[ \t]*(.*))?\z", RegexOptions.Singleline);
    private static readonly Regex Weight = new(@"\Aq=(0(\.[0-9]{0,3})?|1(\.0{0,3})?)\z");
    private static readonly Regex Tags = new(@"\A[ \t,]*(?:(W/)?""(?<tag>[^""]*)""[ \t]*(?:,[ \t,]*|\z))*");
    private static readonly Regex Chunked = new(@"\A[Cc][Hh][Uu][Nn][Kk][Ee][Dd]\z");
    private static readonly Regex Number = new(@"\A[0-9]+\z");

    /// <summary>
    /// What may follow a beginning: among these is something that completes any line that can be completed.
    /// </summary>
    internal static IReadOnlyList<string> Extensions { get; } =
    [
        "\r\n\r\n", "\n\r\n", "\n\r\n\r\n", "\r\nHost: a\r\n\r\n", "\nHost: a\r\n\r\n", ":\r\n\r\n",
        ":\r\nHost: a\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
        "\nGET / HTTP/1.0\r\n\r\n", " / HTTP/1.0\r\n\r\n", "/ HTTP/1.0\r\n\r\n", "HTTP/1.0\r\n\r\n",
        " HTTP/1.0\r\n\r\n", "TP/1.0\r\n\r\n", ".0\r\n\r\n", "0\r\n\r\n", "",
    ];

    internal static SlowRequest Parse(string text)
    {
        int position = 0;
        RequestStatus status = TakeLine(text, ref position, out string line);
        if (status != RequestStatus.Complete)
        {
            return Malformed(status == RequestStatus.Incomplete || RequestLineStart.IsMatch(line)
                ? status
                : RequestStatus.NotHttp);
        }

        Match request = RequestLine.Match(line);
        if (!request.Success || !RequestLineStart.IsMatch(line))
        {
            return Malformed(RequestStatus.NotHttp);
        }

        string? path = ReadPath(request.Groups[1].Value, request.Groups[2].Value);
        if (path is null || request.Groups[3].Value != "1")
        {
            return Malformed(path is null && request.Groups[3].Value == "1"
                ? RequestStatus.BadTarget
                : RequestStatus.VersionNotSupported);
        }

        string[] hosts = [], lengths = [], codings = [], options = [], accepted = [], credentials = [], known = [];
        while (true)
        {
            status = TakeLine(text, ref position, out line);
            if (status != RequestStatus.Complete)
            {
                return Malformed(status == RequestStatus.Incomplete || FieldStart.IsMatch(line)
                    ? status
                    : RequestStatus.BadField);
            }

            if (line.Length == 0)
            {
                break;
            }

            Match field = Field.Match(line);
            if (!field.Success)
            {
                return Malformed(RequestStatus.BadField);
            }

            string value = field.Groups[2].Value;
            _ = field.Groups[1].Value.ToLowerInvariant() switch
            {
                "host" => hosts = [.. hosts, value],
                "authorization" => credentials = [.. credentials, value],
                "if-none-match" => known = [.. known, value],
                "content-length" => lengths = [.. lengths, value],
                "transfer-encoding" => codings = [.. codings, value],
                "accept-encoding" => accepted =
                    [.. accepted, .. value.ToLowerInvariant().Split(',').Select(coding => coding.Trim(' ', '\t'))],
                "connection" => options =
                    [.. options, .. value.ToLowerInvariant().Split(',').Select(option => option.Trim(' ', '\t'))],
                _ => [],
            };
            RequestStatus judged =
                hosts.Length > 1 ? RequestStatus.TwoHosts
                : !hosts.All(HostValue.IsMatch) ? RequestStatus.BadHost
                : credentials.Length > 1 ? RequestStatus.TwoAuthorizations
                : lengths.Length > 1 ? RequestStatus.TwoLengths
                : !lengths.All(Number.IsMatch) ? RequestStatus.BadLength
                : codings.Length > 1 || !codings.All(Chunked.IsMatch) ? RequestStatus.BadCoding
                : RequestStatus.Complete;
            if (judged != RequestStatus.Complete)
            {
                return Malformed(judged);
            }
        }

        bool isHttp10 = request.Groups[4].Value == "0";
        bool hasBody = codings.Length > 0 || lengths.Any(length => length.Trim('0').Length > 0);
        bool keepAlive = !options.Contains("close") && (!isHttp10 || options.Contains("keep-alive")) && !hasBody;
        bool prefersGzip = PrefersGzipOf(accepted);
        RequestStatus whole =
            hosts.Length == 0 && !isHttp10 ? RequestStatus.NoHost
            : codings.Length > 0 && lengths.Length > 0 ? RequestStatus.LengthAndCoding
            : RequestStatus.Complete;
        string authorization = credentials.FirstOrDefault("");
        return whole == RequestStatus.Complete
            ? new SlowRequest(
                whole, request.Groups[1].Value, path, position, isHttp10, keepAlive, prefersGzip, authorization,
                known.Any(HasTag))
            : Malformed(whole);
    }

    private static SlowRequest Malformed(RequestStatus status) => new(status, "", "", 0, false, false, false, "");

    /// <summary>gzip's weight, its own or that of all others, is above 0 and not below that of no coding.</summary>
    private static bool PrefersGzipOf(string[] accepted)
    {
        decimal? WeightOf(string coding) =>
            accepted.Select(element => Weighted.Match(element))
                .Where(match => match.Success && match.Groups[1].Value == coding)
                .Select(match => (decimal?)Weigh(match.Groups[3]))
                .LastOrDefault();
        accepted = [.. accepted.Select(element => Regex.Replace(element, @"\Ax-gzip(?![^ \t;])", "gzip"))];
        decimal weight = WeightOf("gzip") ?? WeightOf("*") ?? 0;
        return weight > 0 && weight >= (WeightOf("identity") ?? WeightOf("*") ?? 0);
    }

    private static decimal Weigh(Group parameter) =>
        !parameter.Success ? 1
        : Weight.IsMatch(parameter.Value) ? decimal.Parse(parameter.Value[2..].TrimEnd('.'))
        : 0;

    /// <summary>Whether a list of entity tags, read up to what is none, has that of the page's script.</summary>
    private static bool HasTag(string list) =>
        list == "*" || Tags.Match(list).Groups["tag"].Captures.Any(
            capture => capture.Value == Latin1.Text(PageFiles.ScriptTag));

    /// <summary>Whether it is a beginning, and no request whatever follows.</summary>
    internal static bool IsHopeless(string text) =>
        Parse(text).Status == RequestStatus.Incomplete
        && Extensions.All(extension => Parse(text + extension).Status != RequestStatus.Complete);

    /// <summary>What is wrong with a hopeless beginning: its last line, which is the first or a field.</summary>
    internal static RequestStatus FaultOf(string text) =>
        text.Contains("\r\n") ? RequestStatus.BadField : RequestStatus.NotHttp;

    /// <summary>A line ends with CRLF, and neither byte of it stands anywhere else.</summary>
    private static RequestStatus TakeLine(string text, ref int position, out string line)
    {
        string rest = text[position..];
        int end = rest.IndexOfAny(['\r', '\n']);
        line = end < 0 ? rest : rest[..end];
        if (end < 0 || rest[end..] == "\r")
        {
            return RequestStatus.Incomplete;
        }

        position += end + 2;
        return rest[end..].StartsWith("\r\n") ? RequestStatus.Complete : RequestStatus.BadLineEnd;
    }

    /// <summary>The path of a target; of CONNECT's own form, which has none, all of it.</summary>
    private static string? ReadPath(string method, string target)
    {
        Match origin = OriginForm.Match(target);
        if (target.Length == 0 || target.Contains(' ') || target.Contains('#'))
        {
            return null;
        }

        if (origin.Success || (target == "*" && method == "OPTIONS"))
        {
            return origin.Success ? origin.Groups[1].Value : target;
        }

        Match absolute = AbsoluteForm.Match(target);
        return absolute.Success ? (absolute.Groups[1].Success ? absolute.Groups[1].Value : "/")
            : method == "CONNECT" && !Regex.IsMatch(target, @"\Ahttps?://", RegexOptions.IgnoreCase)
                ? target.Split('?')[0]
            : null;
    }
}
