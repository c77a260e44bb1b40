using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NetdevExporter.Http;

/// <summary>An address as bind(2) and connect(2) take it.</summary>
/// <remarks>Source: struct sockaddr_in, sockaddr_in6 and sockaddr_un of linux/include/uapi/linux.</remarks>
internal sealed class SocketAddress
{
    /// <summary>The longest path of a socket file: sun_path has 108 bytes, the last of them NUL.</summary>
    internal const int PathBytesMax = 107;

    private const int Unix = 1; // AF_UNIX
    private const int InterNetwork = 2; // AF_INET
    private const int InterNetworkV6 = 10; // AF_INET6

    private readonly byte[] bytes;

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

    /// <summary>Whether it stands for every address of IPv6.</summary>
    internal bool IsEveryV6 => IsV6 && bytes.AsSpan(8, 16).IndexOfAnyExcept((byte)0) < 0;

    /// <summary>The structure's bytes.</summary>
    internal ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The address of a port.</summary>
    internal static SocketAddress Of(IPAddress address, int port)
    {
        bool isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        byte[] bytes = new byte[isV6 ? 28 : 16];
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)port);
        _ = address.TryWriteBytes(bytes.AsSpan(isV6 ? 8 : 4), out _);
        if (isV6)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(24), (uint)address.ScopeId);
        }

        return new SocketAddress(isV6 ? InterNetworkV6 : InterNetwork, bytes);
    }

    /// <summary>The address of a socket file.</summary>
    /// <param name="path">At most <see cref="PathBytesMax"/> bytes.</param>
    internal static SocketAddress OfFile(string path)
    {
        byte[] bytes = new byte[2 + Encoding.UTF8.GetByteCount(path) + 1];
        _ = Encoding.UTF8.GetBytes(path, bytes.AsSpan(2));
        return new SocketAddress(Unix, bytes);
    }
}
