using System;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Connections;

/// <summary>
/// The received bytes of one client that are not consumed. It begins with room for usual heads, grows while a larger
/// one arrives, and gives the room back once all bytes are consumed.
/// </summary>
internal sealed class ReceiveBuffer : IDisposable
{
    private readonly NativeBuffer memory = new();
    private int start;
    private int end;

    internal ReadOnlySpan<byte> Unread => memory.Bytes[start..end];

    internal bool IsEmpty => start == end;

    /// <summary>Takes the initial memory; returns false if there is none.</summary>
    internal bool TryOpen() => memory.TryGrow(Limits.HeadBytesInitial);

    /// <summary>Receives what has arrived. Empty lines before a request are dropped (RFC 9112, 2.2).</summary>
    /// <param name="isWorthParsing">
    /// Whether parsing may find more than the last time. Up to the initial size, any byte may show that they are no
    /// request. Beyond it, they are parsed only at the end of a head and when the buffer is full: otherwise a large
    /// head that arrives byte by byte would be parsed once for each byte.
    /// </param>
    /// <returns>false if the client has closed, or on an error.</returns>
    internal bool TryReceive(StreamSocket socket, out bool isWorthParsing)
    {
        if (start > 0)
        {
            memory.Bytes[start..end].CopyTo(memory.Bytes);
            (start, end) = (0, end - start);
        }

        int old = end;
        bool isOpen = socket.TryReceive(memory.Bytes[end..], out int count);
        end += count;
        DropEmptyLines();
        isWorthParsing = count > 0
            && !IsEmpty
            && (Unread.Length <= Limits.HeadBytesInitial
                || Unread.Length == memory.Length
                || HasHeadEnd(memory.Bytes[int.Max(start, old - 3)..end]));
        return isOpen;
    }

    /// <summary>Receives, and forgets, what has arrived.</summary>
    /// <returns>false if the client has closed, or on an error.</returns>
    internal bool TryDiscard(StreamSocket socket)
    {
        (start, end) = (0, 0);
        return socket.TryReceive(memory.Bytes, out _);
    }

    /// <summary>Makes room for more bytes; returns false if out of memory.</summary>
    internal bool TryMakeRoom() => Unread.Length < memory.Length || memory.TryGrow(2 * memory.Length);

    /// <summary>Consumes a request, and the empty lines after it.</summary>
    internal void Consume(int length)
    {
        start += length;
        DropEmptyLines();
        if (IsEmpty)
        {
            (start, end) = (0, 0);
            memory.Shrink(Limits.HeadBytesInitial);
        }
    }

    public void Dispose()
    {
        (start, end) = (0, 0);
        memory.Dispose();
    }

    private static bool HasHeadEnd(ReadOnlySpan<byte> bytes)
    {
        for (int lf = bytes.IndexOf((byte)'\n'); lf >= 0; lf = bytes.IndexOf((byte)'\n'))
        {
            bytes = bytes[(lf + 1)..];
            if (bytes.StartsWith("\r\n"u8))
            {
                return true;
            }
        }

        return false;
    }

    private void DropEmptyLines()
    {
        while (Unread.StartsWith("\r\n"u8))
        {
            start += 2;
        }
    }
}
