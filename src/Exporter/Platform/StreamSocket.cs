using System;

namespace NetdevExporter.Platform;

/// <summary>
/// A stream socket: the system calls, with the answers that a poll(2) loop needs and nothing allocated.
/// </summary>
/// <remarks>
/// The base library's Socket brings an asynchronous engine along that is not used here: 150 KB of executable. It also
/// allocates for every client, and loses one whose own address is longer than it takes.
/// </remarks>
internal sealed class StreamSocket : IDisposable
{
    private const int Stream = 1; // SOCK_STREAM
    private const int CloseOnExec = 0x80000; // SOCK_CLOEXEC
    private const int NonBlocking = 0x800; // SOCK_NONBLOCK
    private const int NoSignal = 0x4000; // MSG_NOSIGNAL
    private const int WriteSide = 1; // SHUT_WR

    /// <summary>Below 0 where it is closed.</summary>
    internal int Descriptor { get; private set; } = -1;

    /// <summary>Makes a socket that is not connected; null where there can be none, and errno says why.</summary>
    internal static StreamSocket? Create(int family)
    {
        int descriptor = SystemCalls.Socket(family, Stream | CloseOnExec | NonBlocking, 0);
        return descriptor < 0 ? null : new StreamSocket { Descriptor = descriptor };
    }

    /// <summary>Begins to connect; the socket is writable once it is connected.</summary>
    /// <param name="socket">The caller's to dispose, also on an error; null if there is no descriptor left.</param>
    internal static Errno Connect(SocketAddress address, out StreamSocket? socket)
    {
        socket = Create(address.Family);
        bool isDone = socket is not null
            && SystemCalls.Connect(socket.Descriptor, address.Bytes, (uint)address.Bytes.Length) == 0;
        Errno error = isDone ? Errno.None : SystemCalls.LastError;
        return error == Errno.EINPROGRESS ? Errno.None : error;
    }

    /// <summary>Accepts a client of a listening socket.</summary>
    /// <returns>Its descriptor; below 0 where there is none, and errno says why.</returns>
    internal int Accept() => SystemCalls.Accept(Descriptor, 0, 0, CloseOnExec | NonBlocking);

    /// <summary>Becomes the socket of a descriptor; it was closed.</summary>
    internal void Open(int descriptor) => Descriptor = descriptor;

    /// <summary>Sets an option that is a number.</summary>
    internal bool TrySet(int level, int option, int value) =>
        SystemCalls.SetSocketOption(Descriptor, level, option, in value, sizeof(int)) == 0;

    /// <summary>Receives what has arrived.</summary>
    /// <param name="count">How much; 0 where nothing is there yet.</param>
    /// <returns>false where the other side has closed or is gone.</returns>
    internal bool TryReceive(Span<byte> room, out int count)
    {
        nint received = SystemCalls.Receive(Descriptor, room, (nuint)room.Length, 0);
        count = (int)nint.Max(received, 0);
        return received > 0 || (received < 0 && SystemCalls.LastError.IsTransient());
    }

    /// <summary>Sends as much as the other side takes now.</summary>
    /// <param name="count">How much it took; 0 where it takes nothing yet.</param>
    /// <returns>false where it is gone.</returns>
    internal bool TrySend(ReadOnlySpan<byte> bytes, out int count)
    {
        nint sent = SystemCalls.Send(Descriptor, bytes, (nuint)bytes.Length, NoSignal);
        count = (int)nint.Max(sent, 0);
        return sent >= 0 || SystemCalls.LastError.IsTransient();
    }

    /// <summary>Says that nothing more will be sent; false where the other side is gone.</summary>
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
