using System;
using System.Globalization;
using System.Text;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Connections;

/// <summary>Where to listen: <c>:port</c>, <c>1.2.3.4:port</c>, <c>[v6]:port</c> or <c>unix:/path</c>.</summary>
internal sealed class ListenAddress
{
    private const string UnixPrefix = "unix:";

    private ListenAddress(string text, SocketAddress socket)
    {
        Text = text;
        Socket = socket;
        Client = socket;
    }

    /// <summary>The address as given.</summary>
    internal string Text { get; }

    /// <summary>The address to listen on.</summary>
    internal SocketAddress Socket { get; }

    /// <summary>
    /// The address that a client on the same machine connects to: for a wildcard, loopback of IPv4, which the wildcard
    /// of IPv6 includes. An IPv4-only network has no ::1.
    /// </summary>
    internal SocketAddress Client { get; private init; }

    /// <summary>The path of a Unix socket; otherwise empty.</summary>
    internal string SocketFile { get; private init; } = "";

    /// <summary>The port; 0 for a Unix socket.</summary>
    internal int Port { get; private init; }

    /// <summary>Whether only a port was given: IPv6 and IPv4, or only IPv4 if IPv6 is off.</summary>
    internal bool IsWildcard => Text.StartsWith(':');

    /// <summary>Parses an address. Names are not resolved: an empty image has no resolver configuration.</summary>
    /// <returns>null if it is invalid.</returns>
    internal static ListenAddress? Parse(string text)
    {
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            string path = text[UnixPrefix.Length..];
            bool isPath = path.StartsWith('/')
                && !path.EndsWith('/')
                && !path.Contains('\uFFFD', StringComparison.Ordinal) // not UTF-8: this would be another file
                && Encoding.UTF8.GetByteCount(path) <= SocketAddress.PathBytesMax;
            return isPath ? new ListenAddress(text, SocketAddress.OfFile(path)) { SocketFile = path } : null;
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
            return Of(text, SocketAddress.Wildcard(isV6: true, port), SocketAddress.Loopback(isV6: false, port), port);
        }

        SocketAddress? address = SocketAddress.Parse(isBracketed ? host[1..^1] : host, isBracketed, port);
        return address is null ? null
            : address.NeedsScope || address.IsMappedV4 ? null
            : Of(text, address, address.IsWildcard ? SocketAddress.Loopback(isV6: false, port) : address, port);
    }

    /// <summary>
    /// Whether two sockets cannot listen on both: a wildcard includes the addresses of its family, and that of IPv6
    /// also those of IPv4.
    /// </summary>
    internal bool Overlaps(ListenAddress other)
    {
        bool isIncluded = Socket.IsWildcard && (Socket.IsV6 || !other.Socket.IsV6);
        bool isIncluding = other.Socket.IsWildcard && (other.Socket.IsV6 || !Socket.IsV6);
        return Port == other.Port
            && SocketFile == other.SocketFile
            && (isIncluded || isIncluding || Socket.Bytes.SequenceEqual(other.Socket.Bytes));
    }

    private static ListenAddress Of(string text, SocketAddress address, SocketAddress client, int port) =>
        new(text, address) { Client = client, Port = port };

    private static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;
}
