using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace NetdevExporter.Http;

/// <summary>
/// Asks an instance of this program whether it is ready: the client for a HEALTHCHECK in an image with no shell.
/// </summary>
internal static class HealthCheck
{
    /// <summary>ECONNREFUSED: there is nobody there.</summary>
    internal const int ConnectionRefused = 111;

    /// <summary>Asks once, for <see cref="Limits.HealthCheckSeconds"/> at most.</summary>
    /// <param name="endPoint">Where the instance listens.</param>
    /// <param name="answer">One line for a person: what it said, or why it said nothing.</param>
    /// <returns>Whether it is ready.</returns>
    internal static bool Ask(EndPoint endPoint, out string answer)
    {
        try
        {
            using Socket socket = new(
                endPoint.AddressFamily,
                SocketType.Stream,
                endPoint.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
            socket.SendTimeout = Limits.HealthCheckSeconds * 1000;
            int error = Connect(socket, endPoint);
            if (error == 0)
            {
                _ = socket.Send("GET /-/ready HTTP/1.0\r\n\r\n"u8);
                return Read(socket, endPoint, out answer);
            }

            answer = "no answer from " + endPoint + ": " + Marshal.GetPInvokeErrorMessage(error);
        }
        catch (SocketException exception)
        {
            bool isLate = exception.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock;
            answer = "no answer from " + endPoint + ": " + (isLate ? "it took too long" : exception.Message);
        }

        return false;
    }

    /// <summary>Reads a whole response, or what comes of it in time.</summary>
    private static bool Read(Socket socket, EndPoint endPoint, out string answer)
    {
        long deadline = Environment.TickCount64 + (Limits.HealthCheckSeconds * 1000);
        byte[] response = new byte[Limits.SmallResponseBytesMax];
        int length = 0;
        for (int count = 1; count > 0 && length < response.Length; length += count)
        {
            socket.ReceiveTimeout = (int)Math.Max(deadline - Environment.TickCount64, 1);
            count = socket.Receive(response.AsSpan(length));
        }

        string text = Encoding.UTF8.GetString(response, 0, length);
        int body = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string line = body < 0 ? "what answered at " + endPoint + " is no HTTP server" : text[(body + 4)..];
        int end = line.IndexOf('\n', StringComparison.Ordinal);
        answer = end < 0 ? line : line[..end];
        return text.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);
    }

    /// <summary>Connects a socket; the answer is 0 or an errno.</summary>
    internal static int Connect(Socket socket, EndPoint endPoint)
    {
        SocketAddress address = endPoint.Serialize();
        return SystemCalls.Connect((int)socket.Handle, address.Buffer.Span, (uint)address.Size) == 0
            ? 0
            : Marshal.GetLastPInvokeError();
    }
}
