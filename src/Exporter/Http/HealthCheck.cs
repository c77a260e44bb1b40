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
        bool isFile = endPoint.AddressFamily == AddressFamily.Unix;
        using Socket socket =
            new(endPoint.AddressFamily, SocketType.Stream, isFile ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            socket.SendTimeout = socket.ReceiveTimeout = Limits.HealthCheckSeconds * 1000;
            int error = Connect(socket, endPoint);
            if (error != 0)
            {
                answer = "no answer from " + endPoint + ": " + Marshal.GetPInvokeErrorMessage(error);
                return false;
            }

            _ = socket.Send("GET /-/ready HTTP/1.0\r\n\r\n"u8);
            byte[] response = new byte[Limits.SmallResponseBytesMax];
            int length = 0;
            for (int count = 1; count > 0 && length < response.Length; length += count)
            {
                count = socket.Receive(response.AsSpan(length));
            }

            string text = Encoding.UTF8.GetString(response, 0, length);
            int body = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            answer = body < 0
                ? "what answered at " + endPoint + " is no HTTP server"
                : text[(body + 4)..].TrimEnd('\n');
            return text.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);
        }
        catch (SocketException exception)
        {
            answer = "no answer from " + endPoint + ": " + exception.SocketErrorCode switch
            {
                SocketError.TimedOut or SocketError.WouldBlock => "it took too long",
                _ => exception.Message,
            };
            return false;
        }
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
