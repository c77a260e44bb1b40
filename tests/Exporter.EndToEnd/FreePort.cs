using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace NetdevExporter.EndToEnd;

/// <summary>
/// Ports to listen on: never the same twice in one run, and none that the kernel hands out to clients.
/// </summary>
internal static class FreePort
{
    private const int First = 15_000;
    private const int Count = 15_000;

    private static int next = Random.Shared.Next(Count);

    /// <summary>Takes a port that nothing listens on, on any address.</summary>
    internal static int Take()
    {
        for (int attempt = 0; attempt < Count; attempt++)
        {
            int port = First + (Interlocked.Increment(ref next) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException("no free port");
    }

    /// <summary>Takes a port and says it with the IPv4 loopback address.</summary>
    internal static IPEndPoint TakeLoopback() => new(IPAddress.Loopback, Take());

    private static bool IsFree(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
