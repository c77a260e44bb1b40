using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace NetdevExporter.Platform;

/// <summary>An address for bind(2) and connect(2).</summary>
/// <remarks>
/// Source: struct sockaddr_in, sockaddr_in6 and sockaddr_un in linux/include/uapi/linux. Addresses are parsed by libc's
/// inet_pton(3): the base library's IPAddress also accepts 1.2.3 and octal and hexadecimal numbers, and links more
/// code.
/// </remarks>
internal sealed class SocketAddress
{
    /// <summary>The longest path of a socket file: sun_path has 108 bytes, the last of them NUL.</summary>
    internal const int PathBytesMax = 107;

    private const int Unix = 1; // AF_UNIX
    private const int InterNetwork = 2; // AF_INET
    private const int InterNetworkV6 = 10; // AF_INET6

    private const int V4Start = 4;
    private const int V6Start = 8;
    private const int ScopeStart = 24;

    private readonly byte[] bytes;

    private SocketAddress(int family, int port)
        : this(family, new byte[family == InterNetworkV6 ? 28 : 16]) =>
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)port);

    private SocketAddress(int family, byte[] bytes)
    {
        Family = family;
        this.bytes = bytes;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)family);
    }

    /// <summary>The address family's number.</summary>
    internal int Family { get; }

    internal bool IsUnix => Family == Unix;

    internal bool IsV6 => Family == InterNetworkV6;

    /// <summary>Whether it is the wildcard address of its family.</summary>
    internal bool IsWildcard => !IsUnix && bytes.AsSpan(V4Start).IndexOfAnyExcept((byte)0) < 0;

    /// <summary>Whether it is valid only with an interface, and has none: fe80::/10 (RFC 4291, 2.5.6).</summary>
    internal bool NeedsScope =>
        IsV6 && bytes[V6Start] == 0xFE && (bytes[V6Start + 1] & 0xC0) == 0x80
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(ScopeStart)) == 0;

    /// <summary>Whether it is an IPv4 address in the form of IPv6: ::ffff:0:0/96 (RFC 4291, 2.5.5.2).</summary>
    internal bool IsMappedV4 =>
        IsV6 && bytes.AsSpan(V6Start).StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);

    /// <summary>The structure's bytes.</summary>
    internal ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Creates the wildcard address of IPv4 or IPv6, with a port.</summary>
    internal static SocketAddress Wildcard(bool isV6, int port) => new(isV6 ? InterNetworkV6 : InterNetwork, port);

    /// <summary>Creates the loopback address, with a port.</summary>
    internal static SocketAddress Loopback(bool isV6, int port)
    {
        SocketAddress address = Wildcard(isV6, port);
        if (isV6)
        {
            address.bytes[V6Start + 15] = 1;
        }
        else
        {
            ((ReadOnlySpan<byte>)[127, 0, 0, 1]).CopyTo(address.bytes.AsSpan(V4Start));
        }

        return address;
    }

    /// <summary>Parses a numeric address.</summary>
    /// <param name="text"><c>192.0.2.1</c>, or <c>2001:db8::1</c>, or <c>fe80::1%eth0</c> with an interface.</param>
    /// <returns>null if it is not an address of that family.</returns>
    internal static SocketAddress? Parse(string text, bool isV6, int port)
    {
        SocketAddress address = Wildcard(isV6, port);
        int percent = isV6 ? text.IndexOf('%', StringComparison.Ordinal) : -1;
        uint scope = percent < 0 ? 0 : FindLink(text[(percent + 1)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(address.bytes.AsSpan(isV6 ? ScopeStart : V6Start), scope);
        string number = percent < 0 ? text : text[..percent];
        bool isAddress = (percent < 0 || scope > 0)
            && SystemCalls.ReadAddress(address.Family, number, address.bytes.AsSpan(isV6 ? V6Start : V4Start)) == 1;
        return isAddress ? address : null;
    }

    /// <summary>Creates the address of a socket file.</summary>
    /// <param name="path">At most <see cref="PathBytesMax"/> bytes.</param>
    internal static SocketAddress OfFile(string path)
    {
        byte[] bytes = new byte[2 + Encoding.UTF8.GetByteCount(path) + 1];
        _ = Encoding.UTF8.GetBytes(path, bytes.AsSpan(2));
        return new SocketAddress(Unix, bytes);
    }

    /// <summary>The index of an interface, from its name or number; 0 if there is none.</summary>
    private static uint FindLink(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint index)
            ? index
            : SystemCalls.FindInterface(text);
}
