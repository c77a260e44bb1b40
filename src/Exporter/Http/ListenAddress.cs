using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NetdevExporter.Http;

/// <summary>Where to listen: <c>:port</c>, <c>1.2.3.4:port</c>, <c>[v6]:port</c> or <c>unix:/path</c>.</summary>
internal sealed class ListenAddress
{
    /// <summary>
    /// The longest path of a socket file: sun_path of sockaddr_un has 108 bytes, the last of them NUL.
    /// </summary>
    internal const int SocketFileBytesMax = 107;

    private const string UnixPrefix = "unix:";

    private ListenAddress(string text, IPEndPoint endPoint, string socketFile)
    {
        Text = text;
        EndPoint = endPoint;
        SocketFile = socketFile;
    }

    /// <summary>As it was given.</summary>
    internal string Text { get; }

    /// <summary>The address and port; of no meaning where there is a socket file.</summary>
    internal IPEndPoint EndPoint { get; }

    /// <summary>The path of a Unix socket; else empty.</summary>
    internal string SocketFile { get; }

    /// <summary>Whether no address was given: IPv6 and IPv4, or IPv4 alone where IPv6 is off.</summary>
    internal bool IsWildcard => Text.StartsWith(':');

    /// <summary>Reads an address. Names are not resolved: an empty image has nothing to do it with.</summary>
    /// <returns>null where it is none.</returns>
    internal static ListenAddress? Parse(string text)
    {
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            string path = text[UnixPrefix.Length..];
            bool isPath = path.StartsWith('/')
                && !path.EndsWith('/')
                && Encoding.UTF8.GetByteCount(path) <= SocketFileBytesMax;
            return isPath ? new ListenAddress(text, new IPEndPoint(IPAddress.None, 0), path) : null;
        }

        int colon = text.LastIndexOf(':');
        if (colon < 0 || !TryParsePort(text[(colon + 1)..], out int port))
        {
            return null;
        }

        string host = text[..colon];
        bool isBracketed = host.StartsWith('[') && host.EndsWith(']');
        if (host.Length == 0)
        {
            return new ListenAddress(text, new IPEndPoint(IPAddress.IPv6Any, port), "");
        }

        // The base library also takes 1.2.3, octal and hexadecimal numbers, and brackets of its own.
        string number = isBracketed ? host[1..^1] : host;
        bool isAddress = IPAddress.TryParse(number, out IPAddress? address)
            && address.AddressFamily == (isBracketed ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork)
            && (isBracketed ? !number.Contains('[', StringComparison.Ordinal) : address.ToString() == number);
        return isAddress ? new ListenAddress(text, new IPEndPoint(address!, port), "") : null;
    }

    /// <summary>The end point that a client on the same machine connects to.</summary>
    internal EndPoint ToClient()
    {
        if (SocketFile.Length > 0)
        {
            return new UnixDomainSocketEndPoint(SocketFile);
        }

        bool isAny = EndPoint.Address.Equals(IPAddress.Any) || IsWildcard;
        IPAddress any = EndPoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : EndPoint.Address;
        return new IPEndPoint(isAny ? IPAddress.Loopback : any, EndPoint.Port);
    }

    private static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;
}
