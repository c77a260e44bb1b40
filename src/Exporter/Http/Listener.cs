using System;
using System.IO;
using System.Runtime.InteropServices;

namespace NetdevExporter.Http;

/// <summary>A socket that clients connect to, bound to one <see cref="ListenAddress"/>.</summary>
internal sealed class Listener : IDisposable
{
    private const uint EveryoneReadsAndWrites = 0b110_110_110;
    private const int AddressInUse = 98; // EADDRINUSE
    private const int OutOfMemory = 12; // ENOMEM
    private const int TooManyInSystem = 23; // ENFILE
    private const int TooManyInProcess = 24; // EMFILE
    private const int NoBuffer = 105; // ENOBUFS

    private readonly StreamSocket socket;
    private readonly string socketFile;
    private readonly FileIdentity identity;

    private Listener(StreamSocket socket, string socketFile)
    {
        this.socket = socket;
        this.socketFile = socketFile;
        _ = FileIdentity.TryReadLink(socketFile, out identity);
    }

    internal int Descriptor => socket.Descriptor;

    /// <summary>Binds an address and listens.</summary>
    /// <exception cref="IOException">The address can't be had; the HResult is the errno.</exception>
    internal static Listener Bind(ListenAddress address)
    {
        if (address.Socket.IsUnix)
        {
            return BindFile(address);
        }

        int error = TryListen(address.Socket, out StreamSocket? socket);
        if (error != 0 && error != AddressInUse && address.IsWildcard)
        {
            // There is no IPv6 here: the wildcard is IPv4's alone.
            error = TryListen(SocketAddress.OfEvery(isV6: false, address.Port), out socket);
        }

        return error == 0
            ? new Listener(socket!, "")
            : throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    /// <summary>Accepts a client.</summary>
    /// <returns>Its descriptor; below 0 unless the status is Accepted.</returns>
    internal int Accept(out AcceptStatus status)
    {
        int client = socket.Accept();
        status = client >= 0 ? AcceptStatus.Accepted
            : IsWant(Marshal.GetLastPInvokeError()) ? AcceptStatus.Exhausted
            : AcceptStatus.Gone;
        return client;
    }

    /// <summary>Stops listening; the socket file is removed, unless another's has its path by now.</summary>
    public void Dispose()
    {
        bool isOpenFile = socketFile.Length > 0 && Descriptor >= 0;
        if (isOpenFile && FileIdentity.TryReadLink(socketFile, out FileIdentity there) && there.IsSameAs(identity))
        {
            _ = SystemCalls.Unlink(socketFile);
        }

        socket.Dispose();
    }

    /// <summary>
    /// Whether accept(2) wants for something that may be there a moment later; all else is the client's fate.
    /// </summary>
    private static bool IsWant(int error) => error is OutOfMemory or TooManyInSystem or TooManyInProcess or NoBuffer;

    /// <summary>Makes a listening socket; the answer is 0 or an errno.</summary>
    private static int TryListen(SocketAddress address, out StreamSocket? socket)
    {
        socket = StreamSocket.Create(address.Family, isBlocking: false);
        bool isDone = socket is not null
            && (address.IsUnix || SetOptions(socket, address))
            && SystemCalls.Bind(socket.Descriptor, address.Bytes, (uint)address.Bytes.Length) == 0
            && SystemCalls.Listen(socket.Descriptor, Limits.BacklogConnections) == 0;
        int error = isDone ? 0 : Marshal.GetLastPInvokeError();
        if (!isDone)
        {
            socket?.Dispose();
            socket = null;
        }

        return error;
    }

    /// <summary>
    /// A restart finds its port; an answer leaves at once, and the kernel keeps little of it, both of which a client's
    /// socket takes over from its listener; and the wildcard of IPv6 is IPv4's too, but a single address of IPv6 is
    /// itself.
    /// </summary>
    private static bool SetOptions(StreamSocket socket, SocketAddress address)
    {
        const int SocketLevel = 1; // SOL_SOCKET
        const int ReuseAddress = 2; // SO_REUSEADDR
        const int SendBuffer = 7; // SO_SNDBUF
        const int Tcp = 6; // IPPROTO_TCP
        const int NoDelay = 1; // TCP_NODELAY
        const int IPv6 = 41; // IPPROTO_IPV6
        const int OnlyIPv6 = 26; // IPV6_V6ONLY
        return socket.TrySet(SocketLevel, ReuseAddress, 1)
            && socket.TrySet(SocketLevel, SendBuffer, Limits.SendBufferBytes)
            && socket.TrySet(Tcp, NoDelay, 1)
            && (!address.IsV6 || socket.TrySet(IPv6, OnlyIPv6, address.IsEvery ? 0 : 1));
    }

    /// <summary>Binds a socket file; one that nobody listens on any more, as a crash leaves it, is replaced.</summary>
    private static Listener BindFile(ListenAddress address)
    {
        string path = address.SocketFile;
        if (FileIdentity.TryReadLink(path, out FileIdentity there)
            && there.IsSocket
            && IsDeserted(address.Socket))
        {
            _ = SystemCalls.Unlink(path);
        }

        int error = TryListen(address.Socket, out StreamSocket? socket);
        if (error != 0)
        {
            throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
        }

        // Who may enter the folder may ask: a proxy beside this container runs as another user.
        _ = SystemCalls.ChangeMode(path, EveryoneReadsAndWrites);
        return new Listener(socket!, path);
    }

    private static bool IsDeserted(SocketAddress address)
    {
        int error = HealthCheck.TryConnect(address, out StreamSocket? probe);
        probe?.Dispose();
        return error == HealthCheck.ConnectionRefused;
    }
}
