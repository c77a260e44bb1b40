using System;

namespace NetdevExporter.Platform;

/// <summary>
/// A stream socket for a poll(2) loop: the system calls, without allocations.
/// </summary>
/// <remarks>
/// The base library's Socket links an asynchronous engine that is not used here: 150 KB of executable. It also
/// allocates for every client, and loses a client whose address is longer than it supports.
/// </remarks>
internal sealed class StreamSocket : IDisposable
{
    private const int Stream = 1; // SOCK_STREAM
    private const int CloseOnExec = 0x80000; // SOCK_CLOEXEC
    private const int NonBlocking = 0x800; // SOCK_NONBLOCK
    private const int NoSignal = 0x4000; // MSG_NOSIGNAL
    private const int WriteSide = 1; // SHUT_WR

    /// <summary>The descriptor; below 0 if the socket is closed.</summary>
    internal int Descriptor { get; private set; } = -1;

    /// <summary>Creates an unconnected socket; returns null on an error, with the reason in errno.</summary>
    internal static StreamSocket? Create(int family)
    {
        int descriptor = SystemCalls.Socket(family, Stream | CloseOnExec | NonBlocking, 0);
        return descriptor < 0 ? null : new StreamSocket { Descriptor = descriptor };
    }

    /// <summary>Starts to connect; the socket becomes writable when it is connected.</summary>
    /// <param name="socket">The caller disposes it, also on an error; null if no socket could be created.</param>
    internal static Errno Connect(SocketAddress address, out StreamSocket? socket)
    {
        socket = Create(address.Family);
        bool isDone = socket is not null
            && SystemCalls.Connect(socket.Descriptor, address.Bytes, (uint)address.Bytes.Length) == 0;
        Errno error = isDone ? Errno.None : SystemCalls.LastError;
        return error == Errno.EINPROGRESS ? Errno.None : error;
    }

    /// <summary>Accepts a client of a listening socket.</summary>
    /// <returns>Its descriptor; below 0 on an error, with the reason in errno.</returns>
    internal int Accept() => SystemCalls.Accept(Descriptor, 0, 0, CloseOnExec | NonBlocking);

    /// <summary>Wraps a descriptor; the socket must be closed.</summary>
    internal void Open(int descriptor) => Descriptor = descriptor;

    /// <summary>Sets an integer option.</summary>
    internal bool TrySet(int level, int option, int value) =>
        SystemCalls.SetSocketOption(Descriptor, level, option, in value, sizeof(int)) == 0;

    /// <summary>Receives what has arrived.</summary>
    /// <param name="count">The number of bytes; 0 if none has arrived yet.</param>
    /// <returns>false if the peer has closed, or on an error.</returns>
    internal bool TryReceive(Span<byte> room, out int count)
    {
        nint received = SystemCalls.Receive(Descriptor, room, (nuint)room.Length, 0);
        count = (int)nint.Max(received, 0);
        return received > 0 || (received < 0 && SystemCalls.LastError.IsTransient());
    }

    /// <summary>Sends as much as possible without blocking.</summary>
    /// <param name="count">The number of bytes sent; may be 0.</param>
    /// <returns>false on an error, as when the peer is gone.</returns>
    internal bool TrySend(ReadOnlySpan<byte> bytes, out int count)
    {
        nint sent = SystemCalls.Send(Descriptor, bytes, (nuint)bytes.Length, NoSignal);
        count = (int)nint.Max(sent, 0);
        return sent >= 0 || SystemCalls.LastError.IsTransient();
    }

    /// <summary>Shuts down the sending side; returns false if the peer is gone.</summary>
    internal bool TryShutdown() => SystemCalls.Shutdown(Descriptor, WriteSide) == 0;

    public void Dispose()
    {
        if (Descriptor >= 0)
        {
            _ = SystemCalls.Close(Descriptor);
            Descriptor = -1;
        }
    }
}
