using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NetdevExporter.EndToEnd;

/// <summary>
/// An HTTP client that hides nothing: it sends the bytes it is given and reads what comes, response by response or to
/// the end.
/// </summary>
internal sealed class WireClient : IDisposable
{
    private const int HeadBytesMax = 16 * 1024;

    private readonly Socket socket;
    private byte[] received = new byte[4096];
    private int start;
    private int end;

    /// <param name="receiveBufferBytes">
    /// How much the kernel takes for a client that does not read; 0 for as much as it likes.
    /// </param>
    internal WireClient(EndPoint address, int receiveBufferBytes = 0)
    {
        bool isUnix = address.AddressFamily == AddressFamily.Unix;
        ProtocolType protocol = isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp;
        socket = new Socket(address.AddressFamily, SocketType.Stream, protocol)
        {
            ReceiveTimeout = 15_000,
            SendTimeout = 15_000,
        };
        if (receiveBufferBytes > 0)
        {
            socket.ReceiveBufferSize = receiveBufferBytes;
        }

        if (!isUnix)
        {
            socket.NoDelay = true;
        }

        socket.Connect(address);
    }

    /// <summary>
    /// Whether the server has closed, or closes within a time; must not be asked while an answer is due.
    /// </summary>
    internal bool IsClosedWithin(int milliseconds) =>
        start == end
        && socket.Poll(TimeSpan.FromMilliseconds(milliseconds), SelectMode.SelectRead)
        && socket.Available == 0;

    /// <summary>Whether the connection is open and nothing has come that was not read.</summary>
    internal bool IsQuiet() => start == end && !socket.Poll(TimeSpan.FromMilliseconds(20), SelectMode.SelectRead);

    /// <summary>Waits until something has come that was not read yet; reads none of it.</summary>
    internal void AwaitBytes(int seconds = 10)
    {
        if (start == end && !socket.Poll(TimeSpan.FromSeconds(seconds), SelectMode.SelectRead))
        {
            throw new TimeoutException($"nothing came within {seconds} s");
        }
    }

    /// <summary>Sends a text whose characters are its bytes.</summary>
    internal void Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    internal void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }

    /// <summary>Sends a request without a body.</summary>
    internal void Request(string path, string method = "GET", string fields = "") =>
        Send($"{method} {path} HTTP/1.1\r\nHost: h\r\n{fields}\r\n");

    /// <summary>Sends a GET and reads its answer.</summary>
    internal WireResponse Get(string path, string fields = "")
    {
        Request(path, "GET", fields);
        return Read();
    }

    /// <summary>Reads one response: its head, and as much body as Content-Length says; 204 and 304 have none.</summary>
    /// <param name="toHead">Whether it answers a HEAD request, so that there is no body.</param>
    internal WireResponse Read(bool toHead = false)
    {
        int length;
        while ((length = received.AsSpan(start, end - start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (end - start > HeadBytesMax || !Fill())
            {
                string what = Encoding.Latin1.GetString(received, start, end - start);
                throw new InvalidOperationException($"no response, but: {what}");
            }
        }

        string[] lines = Encoding.Latin1.GetString(received, start, length).Split("\r\n");
        start += length + 4;
        List<(string Name, string Value)> fields = [.. lines.Skip(1).Select(SplitField)];
        WireResponse head = new(lines[0], fields, []);
        string contentLength = head.Field("Content-Length")
            ?? (head.Status is 204 or 304 ? "0" : throw new InvalidOperationException("no Content-Length"));
        int bodyLength = toHead ? 0 : int.Parse(contentLength, NumberStyles.None);
        while (end - start < bodyLength)
        {
            if (!Fill())
            {
                throw new InvalidOperationException($"the body ended after {end - start} of {bodyLength} bytes");
            }
        }

        byte[] body = received[start..(start + bodyLength)];
        start += bodyLength;
        return head with { Body = body };
    }

    /// <summary>Reads everything up to the end; a reset instead of an end is an exception.</summary>
    internal byte[] ReadToEnd()
    {
        while (Fill())
        {
        }

        byte[] rest = received[start..end];
        start = end;
        return rest;
    }

    /// <summary>Says that nothing more will be sent; answers can still come.</summary>
    internal void HalfClose() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Goes away without a word: the server finds its connection reset.</summary>
    internal void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Tries to connect until something answers.</summary>
    internal static WireClient? Await(EndPoint address, Func<bool> isHopeless, int seconds = 10)
    {
        WireClient? client = null;
        Wait.TryUntil(() => (client = TryConnect(address)) is not null || isHopeless(), seconds);
        return client;
    }

    private static WireClient? TryConnect(EndPoint address)
    {
        try
        {
            return new WireClient(address);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static (string Name, string Value) SplitField(string line)
    {
        int colon = line.IndexOf(": ");
        return colon > 0
            ? (line[..colon], line[(colon + 2)..])
            : throw new InvalidOperationException($"no field: {line}");
    }

    private bool Fill()
    {
        if (end == received.Length)
        {
            received.AsSpan(start, end - start).CopyTo(received);
            end -= start;
            start = 0;
        }

        if (end == received.Length)
        {
            Array.Resize(ref received, received.Length * 2);
        }

        int count = socket.Receive(received.AsSpan(end), SocketFlags.None);
        end += count;
        return count > 0;
    }
}
