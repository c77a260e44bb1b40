using System;
using System.Globalization;
using NetdevExporter.Http.Connections;
using NetdevExporter.Platform;

namespace NetdevExporter.CommandLine;

/// <summary>Explains what is wrong with an address that cannot be parsed, and what to write instead.</summary>
internal static class AddressFault
{
    private const string UnixPrefix = "unix:";
    private const string DefaultPort = Options.DefaultAddress;
    private const string NotPort = " is not a port, which is a number from 1 to 65535";

    /// <summary>Explains an invalid address.</summary>
    /// <param name="text">What <see cref="ListenAddress.Parse"/> rejected.</param>
    /// <returns>A phrase, without the address itself.</returns>
    internal static string Explain(string text)
    {
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (text.Length == 0)
        {
            return "an address is empty";
        }

        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            return ExplainFile(text[UnixPrefix.Length..]);
        }

        if (scheme > 0)
        {
            string rest = text[(scheme + 3)..];
            int slash = rest.IndexOf('/', StringComparison.Ordinal);
            return "an address is not a URL" + Suggest(": write ", slash < 0 ? rest : rest[..slash]);
        }

        if (IsNumber(text))
        {
            return IsPort(text) ? "a port alone needs a colon: write :" + text : text + NotPort;
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        bool isUnbracketedV6 = !text.StartsWith('[') && colon != text.LastIndexOf(':');
        if (text.StartsWith('/'))
        {
            return "a socket file needs its prefix" + Suggest(": write ", UnixPrefix + text);
        }

        return isUnbracketedV6 ? ExplainBrackets(text) : ExplainHost(text);
    }

    private static string ExplainFile(string path) =>
        !path.StartsWith('/') ? "the path of a socket file begins with /"
        : path.EndsWith('/') ? "the path of a socket file names a file, not a directory"
        : path.Contains('\uFFFD', StringComparison.Ordinal) ? "the path of a socket file is not UTF-8"
        : "the path of a socket file has at most " + Number(SocketAddress.PathBytesMax) + " bytes";

    private static string ExplainBrackets(string text)
    {
        int colon = text.LastIndexOf(':');
        bool isWhole = SocketAddress.Parse(text, isV6: true, port: 1) is not null;
        string address = isWhole ? text : text[..colon];
        string bracketed = "[" + address + "]" + (isWhole ? DefaultPort : text[colon..]);
        string suggestion = Suggest("an IPv6 address needs brackets: write ", bracketed);
        return suggestion.Length > 0 ? suggestion : isWhole ? ExplainHost(bracketed) : "it has more than one colon";
    }

    private static string ExplainHost(string text)
    {
        int colon = text.LastIndexOf(':');
        bool hasPort = colon >= 0 && !text.EndsWith(']');
        string host = hasPort ? text[..colon] : text;
        string port = hasPort ? text[(colon + 1)..] : DefaultPort[1..];
        if (!IsPort(port))
        {
            return (port.Length > 0 ? port : "nothing") + NotPort;
        }

        if (host == "localhost")
        {
            return "names are not resolved: write 127.0.0.1:" + port;
        }

        if (host == "*")
        {
            return "for every address of this machine, write :" + port;
        }

        int zone = host.IndexOf('%', StringComparison.Ordinal);
        if (zone > 0 && host.EndsWith(']') && SystemCalls.FindInterface(host[(zone + 1)..^1]) == 0)
        {
            return "there is no interface " + host[(zone + 1)..^1];
        }

        bool isBracketed = host.StartsWith('[') && host.EndsWith(']');
        SocketAddress? address = SocketAddress.Parse(isBracketed ? host[1..^1] : host, isBracketed, port: 1);
        if (address is { NeedsScope: true })
        {
            return "a link-local address needs its interface, as in " + host[..^1] + "%eth0]:" + port;
        }

        return address is { IsMappedV4: true }
            ? "it is an IPv4 address" + Suggest(": write ", host[(host.LastIndexOf(':') + 1)..^1] + ":" + port)
            : address is not null ? "there is no port: write " + host + ":" + port
            : host + " is not a numeric address, and names are not resolved: for every address, write :" + port;
    }

    /// <summary>Returns what to write instead, if it is an address.</summary>
    private static string Suggest(string words, string address) =>
        ListenAddress.Parse(address) is null ? "" : words + address;

    private static bool IsNumber(string text) => text.AsSpan().Trim("0123456789").IsEmpty;

    private static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= 65535;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
