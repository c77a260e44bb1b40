using System;
using System.Net;
using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>
/// The system calls of an attacker: with the base library's Socket one thread is too slow for a thousand connections.
/// </summary>
internal static partial class SocketCalls
{
    internal const short PollIn = 0x1;
    internal const short PollOut = 0x4;
    internal const short PollGone = 0x8 | 0x10 | 0x2000; // POLLERR | POLLHUP | POLLRDHUP

    private const int InterNetwork = 2; // AF_INET
    private const int Flags = 1 | 0x80000 | 0x800; // SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int ReceiveBuffer = 8; // SO_RCVBUF
    private const int Linger = 13; // SO_LINGER
    private const int IpLevel = 0; // IPPROTO_IP
    private const int BindAddressNoPort = 24; // IP_BIND_ADDRESS_NO_PORT
    private const int NoSignal = 0x4000; // MSG_NOSIGNAL

    /// <summary>
    /// Begins to connect, from an address of the attackers' own, so that their ports are not those of others.
    /// </summary>
    /// <returns>A descriptor; below 0 where there is none left.</returns>
    internal static int Connect(IPEndPoint address, IPAddress from, int receiveBufferBytes)
    {
        int descriptor = Socket(InterNetwork, Flags, 0);
        if (receiveBufferBytes > 0)
        {
            _ = SetOption(descriptor, SocketLevel, ReceiveBuffer, [receiveBufferBytes, 0], sizeof(int));
        }

        _ = SetOption(descriptor, IpLevel, BindAddressNoPort, [1, 0], sizeof(int));
        _ = Bind(descriptor, Bytes(new IPEndPoint(from, 0)), 16);
        _ = Connect(descriptor, Bytes(address), 16);
        return descriptor;
    }

    /// <summary>Closes at once, with a reset.</summary>
    internal static void Reset(int descriptor)
    {
        _ = SetOption(descriptor, SocketLevel, Linger, [1, 0], 2 * sizeof(int));
        _ = Close(descriptor);
    }

    /// <summary>Sends what goes at once; below 0 where nothing does.</summary>
    internal static nint Send(int descriptor, ReadOnlySpan<byte> bytes) =>
        Send(descriptor, bytes, (nuint)bytes.Length, NoSignal);

    /// <summary>Takes what is there at once; below 0 where nothing is.</summary>
    internal static nint Receive(int descriptor, Span<byte> bytes) =>
        Receive(descriptor, bytes, (nuint)bytes.Length, 0);

    [LibraryImport("libc", EntryPoint = "poll")]
    internal static partial int Poll(Span<PollEntry> entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int descriptor);

    /// <summary>struct sockaddr_in.</summary>
    private static byte[] Bytes(IPEndPoint address) =>
        [InterNetwork, 0, (byte)(address.Port >> 8), (byte)address.Port, .. address.Address.GetAddressBytes(),
            0, 0, 0, 0, 0, 0, 0, 0];

    [LibraryImport("libc", EntryPoint = "socket")]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind")]
    private static partial int Bind(int descriptor, ReadOnlySpan<byte> address, uint length);

    [LibraryImport("libc", EntryPoint = "connect")]
    private static partial int Connect(int descriptor, ReadOnlySpan<byte> address, uint length);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    private static partial int SetOption(
        int descriptor, int level, int option, ReadOnlySpan<int> value, uint length);

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint Send(int descriptor, ReadOnlySpan<byte> bytes, nuint count, int flags);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint Receive(int descriptor, Span<byte> bytes, nuint count, int flags);
}
