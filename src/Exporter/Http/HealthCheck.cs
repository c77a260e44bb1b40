using System;
using System.Text;
using NetdevExporter.Http.Connections;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>
/// Asks a running instance whether it is ready: the HEALTHCHECK client of an image without a shell.
/// </summary>
internal static class HealthCheck
{
    /// <summary>How long <c>--healthcheck</c> waits; Docker's default timeout is 30 s.</summary>
    internal const int MillisecondsMax = 3000;

    /// <summary>Sends one request.</summary>
    /// <param name="address">Where the instance listens.</param>
    /// <param name="path">The path to request.</param>
    /// <param name="token">The token that the instance requires; empty if it requires none.</param>
    /// <param name="milliseconds">The timeout.</param>
    /// <param name="answer">The first line of the response body, or why there is none.</param>
    /// <returns>Whether the status is 200.</returns>
    internal static bool Ask(
        ListenAddress address,
        string path,
        ReadOnlySpan<byte> token,
        int milliseconds,
        out string answer)
    {
        long deadline = Clock.Milliseconds + milliseconds;
        byte[] response = new byte[Limits.SmallResponseBytesMax];
        Errno error = StreamSocket.Connect(address.Client, out StreamSocket? socket);
        int length = 0;
        using (socket)
        {
            error = error == Errno.None ? Exchange(socket!, path, token, response, deadline, out length) : error;
        }

        string text = Encoding.UTF8.GetString(response, 0, length);
        int body = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string line = error != Errno.None ? "no answer from " + address.Text + ": " + error.Message()
            : body < 0 ? address.Text + " is not an HTTP server"
            : text[(body + 4)..];
        int end = line.IndexOf('\n', StringComparison.Ordinal);
        answer = end < 0 ? line : line[..end];
        return error == Errno.None && body >= 0 && text.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);
    }

    /// <summary>Sends the request and reads the response to its end.</summary>
    private static Errno Exchange(
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
            return Errno.ETIMEDOUT;
        }

        if (!socket.TrySend(request, out _))
        {
            return SystemCalls.LastError;
        }

        while (Wait(socket, SystemCalls.PollIn, deadline))
        {
            if (length == response.Length || !socket.TryReceive(response.AsSpan(length), out int count))
            {
                return length > 0 ? Errno.None : SystemCalls.LastError;
            }

            length += count;
        }

        return Errno.ETIMEDOUT;
    }

    private static bool Wait(StreamSocket socket, short events, long deadline)
    {
        PollDescriptor poll = new(socket.Descriptor, events);
        return SystemCalls.Poll(ref poll, 1, (int)long.Max(deadline - Clock.Milliseconds, 0)) > 0;
    }
}
