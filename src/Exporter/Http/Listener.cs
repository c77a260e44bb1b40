using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NetdevExporter.Http;

/// <summary>A socket that clients connect to, bound to one <see cref="ListenAddress"/>.</summary>
internal sealed class Listener : IDisposable
{
    private const uint EveryoneReadsAndWrites = 0b110_110_110;
    private const int OpenFlags = 0x80000 | 0x800; // O_RDONLY | O_CLOEXEC | O_NONBLOCK
    private const int NoSuchDevice = 6; // ENXIO

    private readonly Socket socket;
    private readonly string socketFile;

    private Listener(Socket socket, string socketFile)
    {
        this.socket = socket;
        this.socketFile = socketFile;
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
            return exception.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable
                ? AcceptStatus.Exhausted
                : AcceptStatus.Gone;
        }
    }

    /// <summary>Stops listening; a socket file is removed. Once more does nothing more.</summary>
    public void Dispose()
    {
        if (socketFile.Length > 0 && !socket.SafeHandle.IsClosed)
        {
            _ = SystemCalls.Unlink(socketFile);
        }

        socket.Dispose();
    }

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
            if (IsSocketFile(path) && IsDeserted(endPoint))
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

    /// <summary>Whether there is a socket file: open(2) answers ENXIO to that alone.</summary>
    private static bool IsSocketFile(string path)
    {
        int descriptor = SystemCalls.Open(path, OpenFlags);
        if (descriptor >= 0)
        {
            _ = SystemCalls.Close(descriptor);
        }

        return descriptor < 0 && Marshal.GetLastPInvokeError() == NoSuchDevice;
    }

    private static bool IsDeserted(UnixDomainSocketEndPoint endPoint)
    {
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        return HealthCheck.Connect(probe, endPoint) == HealthCheck.ConnectionRefused;
    }
}
