using System;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Connections;

/// <summary>A listening socket, bound to one <see cref="ListenAddress"/>.</summary>
internal sealed class Listener : IDisposable
{
    private const uint WorldReadWrite = 0b110_110_110;
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int SendBuffer = 7; // SO_SNDBUF

    private readonly StreamSocket socket;
    private readonly string address;
    private readonly string socketFile;
    private readonly FileIdentity identity;
    private readonly FileLock? held;
    private Errno fault;

    private Listener(StreamSocket socket, ListenAddress address, FileLock? held)
    {
        this.socket = socket;
        this.address = address.Text;
        this.held = held;
        socketFile = address.SocketFile;
        _ = FileIdentity.TryReadLink(socketFile, out identity);
    }

    internal int Descriptor => socket.Descriptor;

    /// <summary>
    /// Whether the socket no longer listens, and never will: it was shut down or destroyed from outside, as by ss(8)
    /// with <c>--kill</c>.
    /// </summary>
    internal bool IsDead => fault == Errno.EINVAL;

    /// <summary>
    /// Binds an address and listens. A socket file is locked before: between another process's bind(2) and listen(2),
    /// it looks as if that process had crashed.
    /// </summary>
    /// <param name="listener">null on an error.</param>
    internal static Errno Bind(ListenAddress address, out Listener? listener)
    {
        listener = null;
        FileLock? held = null;
        if (address.Socket.IsUnix && !FileLock.TryTake(address.SocketFile, out held))
        {
            return Errno.EADDRINUSE;
        }

        if (address.Socket.IsUnix && IsStale(address))
        {
            _ = SystemCalls.Unlink(address.SocketFile);
        }

        Errno error = Listen(address.Socket, out StreamSocket? socket);
        if (error is not (Errno.None or Errno.EADDRINUSE) && address.IsWildcard)
        {
            // IPv6 is off: use the IPv4 wildcard.
            error = Listen(SocketAddress.Wildcard(isV6: false, address.Port), out socket);
        }

        if (error != Errno.None)
        {
            held?.Dispose();
            return error;
        }

        if (address.Socket.IsUnix)
        {
            // Access is controlled by the directory: a proxy in another container runs as another user.
            _ = SystemCalls.ChangeMode(address.SocketFile, WorldReadWrite);
        }

        listener = new Listener(socket!, address, held);
        return Errno.None;
    }

    /// <summary>Accepts a client. Logs a fault once, until a client is accepted or the fault is another.</summary>
    /// <param name="client">Its descriptor; below 0 unless the status is Accepted.</param>
    internal AcceptStatus Accept(out int client)
    {
        client = socket.Accept();
        Errno error = client >= 0 ? Errno.None : SystemCalls.LastError;
        if (error.IsTransient() || error == Errno.ECONNABORTED)
        {
            return AcceptStatus.Gone;
        }

        if (error.IsResourceShortage())
        {
            return AcceptStatus.Exhausted;
        }

        bool isNew = error != fault;
        fault = error;
        if (error == Errno.None)
        {
            LimitSendBuffer(client);
            return AcceptStatus.Accepted;
        }

        if (isNew)
        {
            string reason = IsDead ? "its socket no longer listens" : error.Message();
            Log.Error("cannot accept connections", "address", address, "reason", reason);
        }

        return AcceptStatus.Failed;
    }

    /// <summary>Stops listening, and removes the socket file unless another has replaced it.</summary>
    public void Dispose()
    {
        bool isOpenFile = socketFile.Length > 0 && Descriptor >= 0;
        if (isOpenFile && FileIdentity.TryReadLink(socketFile, out FileIdentity there) && there.IsSameAs(identity))
        {
            _ = SystemCalls.Unlink(socketFile);
        }

        if (isOpenFile)
        {
            held?.Dispose();
        }

        socket.Dispose();
    }

    /// <summary>SO_SNDBUF, which an accepted Unix socket does not inherit, unlike one of TCP.</summary>
    private void LimitSendBuffer(int client)
    {
        if (socketFile.Length > 0)
        {
            _ = SystemCalls.SetSocketOption(client, SocketLevel, SendBuffer, Limits.SendBufferBytes, sizeof(int));
        }
    }

    /// <summary>Creates a listening socket.</summary>
    private static Errno Listen(SocketAddress address, out StreamSocket? socket)
    {
        socket = StreamSocket.Create(address.Family);
        bool isDone = socket is not null
            && (address.IsUnix || SetOptions(socket, address))
            && SystemCalls.Bind(socket.Descriptor, address.Bytes, (uint)address.Bytes.Length) == 0
            && SystemCalls.Listen(socket.Descriptor, Limits.BacklogConnections) == 0;
        Errno error = isDone ? Errno.None : SystemCalls.LastError;
        if (!isDone)
        {
            socket?.Dispose();
            socket = null;
        }

        return error;
    }

    /// <summary>
    /// SO_REUSEADDR: a restart can bind its port again. SO_SNDBUF, SO_RCVBUF, TCP_NOTSENT_LOWAT, TCP_NODELAY, which
    /// accepted sockets inherit: the kernel buffers little of a response, and nothing more while the client takes
    /// nothing, and little of requests that wait for their turn; it sends at once. TCP_DEFER_ACCEPT, which is optional:
    /// a client that sends nothing is not accepted within the first second; of 1,000 such clients and one with a
    /// request, one reaches accept(2) by then. IPV6_V6ONLY: the IPv6 wildcard includes IPv4; other addresses do not.
    /// </summary>
    private static bool SetOptions(StreamSocket socket, SocketAddress address)
    {
        const int ReuseAddress = 2; // SO_REUSEADDR
        const int ReceiveBuffer = 8; // SO_RCVBUF
        const int Tcp = 6; // IPPROTO_TCP
        const int NoDelay = 1; // TCP_NODELAY
        const int DeferAccept = 9; // TCP_DEFER_ACCEPT
        const int UnsentLowMark = 25; // TCP_NOTSENT_LOWAT
        const int DeferSeconds = 1;
        const int IPv6 = 41; // IPPROTO_IPV6
        const int OnlyIPv6 = 26; // IPV6_V6ONLY
        _ = socket.TrySet(Tcp, DeferAccept, DeferSeconds);
        _ = socket.TrySet(SocketLevel, ReceiveBuffer, Limits.ReceiveBufferBytes);
        _ = socket.TrySet(Tcp, UnsentLowMark, Limits.UnsentBytesMax);
        return socket.TrySet(SocketLevel, ReuseAddress, 1)
            && socket.TrySet(SocketLevel, SendBuffer, Limits.SendBufferBytes)
            && socket.TrySet(Tcp, NoDelay, 1)
            && (!address.IsV6 || socket.TrySet(IPv6, OnlyIPv6, address.IsWildcard ? 0 : 1));
    }

    /// <summary>Whether there is a socket file without a listener, as after a crash.</summary>
    private static bool IsStale(ListenAddress address)
    {
        if (!FileIdentity.TryReadLink(address.SocketFile, out FileIdentity existing) || !existing.IsSocket)
        {
            return false;
        }

        Errno error = StreamSocket.Connect(address.Socket, out StreamSocket? probe);
        probe?.Dispose();
        return error == Errno.ECONNREFUSED;
    }
}

/// <summary>The result of accepting a client.</summary>
internal enum AcceptStatus
{
    /// <summary>A client was accepted.</summary>
    Accepted,

    /// <summary>There was no client, or it is gone.</summary>
    Gone,

    /// <summary>A client waits, but there is no descriptor or memory for it.</summary>
    Exhausted,

    /// <summary>Something else is wrong: a seccomp filter denies it, or the listener is dead.</summary>
    Failed,
}
