using System;
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

    private const int InProgress = 115; // EINPROGRESS
    private const int TimedOut = 110; // ETIMEDOUT

    /// <summary>Asks once.</summary>
    /// <param name="address">Where the instance listens.</param>
    /// <param name="path">What it is asked for.</param>
    /// <param name="token">The token that the instance asks for; empty where it asks for none.</param>
    /// <param name="milliseconds">For how long at most.</param>
    /// <param name="answer">One line for a person: what it said, or why it said nothing.</param>
    /// <returns>Whether it said yes.</returns>
    internal static bool Ask(
        ListenAddress address,
        string path,
        ReadOnlySpan<byte> token,
        int milliseconds,
        out string answer)
    {
        long deadline = Environment.TickCount64 + milliseconds;
        byte[] response = new byte[Limits.SmallResponseBytesMax];
        int error = TryConnect(address.Client, out StreamSocket? socket);
        int length = 0;
        using (socket)
        {
            error = error == 0 ? Exchange(socket!, path, token, response, deadline, out length) : error;
        }

        string text = Encoding.UTF8.GetString(response, 0, length);
        int body = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string line = error != 0 ? "no answer from " + address.Text + ": " + Marshal.GetPInvokeErrorMessage(error)
            : body < 0 ? "what answered at " + address.Text + " is no HTTP server"
            : text[(body + 4)..];
        int end = line.IndexOf('\n', StringComparison.Ordinal);
        answer = end < 0 ? line : line[..end];
        return error == 0 && body >= 0 && text.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);
    }

    /// <summary>Connects; the answer is 0 or an errno.</summary>
    internal static int TryConnect(SocketAddress address, out StreamSocket? socket)
    {
        socket = StreamSocket.Create(address.Family, isBlocking: false);
        bool isDone = socket is not null
            && SystemCalls.Connect(socket.Descriptor, address.Bytes, (uint)address.Bytes.Length) == 0;
        int error = isDone ? 0 : Marshal.GetLastPInvokeError();
        return error == InProgress ? 0 : error;
    }

    /// <summary>Sends the request and reads the response to its end; the answer is 0 or an errno.</summary>
    private static int Exchange(
        StreamSocket socket,
        string path,
        ReadOnlySpan<byte> token,
        byte[] response,
        long deadline,
        out int length)
    {
        length = 0;
        byte[] target = Encoding.UTF8.GetBytes(path);
        byte[] request = token.IsEmpty
            ? [.. "GET "u8, .. target, .. " HTTP/1.0\r\n\r\n"u8]
            : [.. "GET "u8, .. target, .. " HTTP/1.0\r\nAuthorization: Bearer "u8, .. token, .. "\r\n\r\n"u8];
        if (!Wait(socket, SystemCalls.PollOut, deadline))
        {
            return TimedOut;
        }

        if (!socket.TrySend(request, out _))
        {
            return Marshal.GetLastPInvokeError();
        }

        while (Wait(socket, SystemCalls.PollIn, deadline))
        {
            if (length == response.Length || !socket.TryReceive(response.AsSpan(length), out int count))
            {
                return length > 0 ? 0 : int.Max(Marshal.GetLastPInvokeError(), 0);
            }

            length += count;
        }

        return TimedOut;
    }

    private static bool Wait(StreamSocket socket, short events, long deadline)
    {
        PollDescriptor poll = new(socket.Descriptor, events);
        return SystemCalls.Poll(ref poll, 1, (int)long.Max(deadline - Environment.TickCount64, 0)) > 0;
    }
}
