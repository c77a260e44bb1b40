using System;
using System.Net;
using System.Net.Sockets;

namespace NetdevExporter.Http;

/// <summary>A socket that clients connect to, bound to one <see cref="ListenAddress"/>.</summary>
internal sealed class Listener : IDisposable
{
    private const uint EveryoneReadsAndWrites = 0b110_110_110;

    private readonly Socket socket;
    private readonly string socketFile;
    private readonly FileIdentity identity;

    private Listener(Socket socket, string socketFile)
    {
        this.socket = socket;
        this.socketFile = socketFile;
        _ = FileIdentity.TryReadLink(socketFile, out identity);
        socket.Listen(Limits.BacklogConnections);
        socket.Blocking = false;
        Descriptor = (int)socket.Handle;
    }

    internal int Descriptor { get; }

    /// <summary>Binds an address and listens.</summary>
    /// <exception cref="SocketException">The address can't be had.</exception>
    internal static Listener Bind(ListenAddress address)
    {
        if (address.SocketFile.Length > 0)
        {
            return BindFile(address.SocketFile);
        }

        try
        {
            return BindEndPoint(address.EndPoint);
        }
        catch (SocketException exception)
            when (address.IsWildcard && exception.SocketErrorCode != SocketError.AddressAlreadyInUse)
        {
            // There is no IPv6 here: the wildcard is IPv4's alone.
            return BindEndPoint(new IPEndPoint(IPAddress.Any, address.EndPoint.Port));
        }
    }

    /// <summary>Accepts a client that poll(2) has announced.</summary>
    /// <param name="client">The client; null unless the answer is Accepted.</param>
    internal AcceptStatus TryAccept(out Socket? client)
    {
        client = null;
        try
        {
            client = socket.Accept();
            if (socketFile.Length == 0)
            {
                client.NoDelay = true;
            }

            return AcceptStatus.Accepted;
        }
        catch (SocketException exception)
        {
            client?.Dispose();
            client = null;
            return IsOfClient(exception.SocketErrorCode) ? AcceptStatus.Gone : AcceptStatus.Exhausted;
        }
        catch (ArgumentException)
        {
            // A client's socket file has a path longer than the base library takes. It has lost the descriptor; its
            // finalizer finds it.
            GC.Collect();
            return AcceptStatus.Gone;
        }
    }

    /// <summary>Stops listening; the socket file is removed, unless another's has its path by now.</summary>
    public void Dispose()
    {
        bool isOpenFile = socketFile.Length > 0 && !socket.SafeHandle.IsClosed;
        if (isOpenFile && FileIdentity.TryReadLink(socketFile, out FileIdentity there) && there.IsSameAs(identity))
        {
            _ = SystemCalls.Unlink(socketFile);
        }

        socket.Dispose();
    }

    /// <summary>Whether accept(2) tells of the client's fate and not of the system's want.</summary>
    private static bool IsOfClient(SocketError error) =>
        error is SocketError.WouldBlock or SocketError.Interrupted or SocketError.ConnectionAborted
            or SocketError.ConnectionReset or SocketError.NetworkDown or SocketError.NetworkUnreachable
            or SocketError.HostDown or SocketError.HostUnreachable or SocketError.ProtocolOption;

    private static Listener BindEndPoint(IPEndPoint endPoint)
    {
        Socket socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = endPoint.Address.Equals(IPAddress.IPv6Any);
            }

            socket.Bind(endPoint);
            return new Listener(socket, "");
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Binds a socket file; one that nobody listens on any more, as a crash leaves it, is replaced.</summary>
    private static Listener BindFile(string path)
    {
        UnixDomainSocketEndPoint endPoint = new(path);
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (FileIdentity.TryReadLink(path, out FileIdentity there) && there.IsSocket && IsDeserted(endPoint))
            {
                _ = SystemCalls.Unlink(path);
            }

            socket.Bind(endPoint);

            // Who may enter the folder may ask: a proxy beside this container runs as another user.
            _ = SystemCalls.ChangeMode(path, EveryoneReadsAndWrites);
            return new Listener(socket, path);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsDeserted(UnixDomainSocketEndPoint endPoint)
    {
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        return HealthCheck.Connect(probe, endPoint) == HealthCheck.ConnectionRefused;
    }
}
