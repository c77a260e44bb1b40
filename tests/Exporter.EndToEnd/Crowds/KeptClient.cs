using System;
using System.Net;
using System.Text;
using NetdevExporter.EndToEnd.Hostile;

namespace NetdevExporter.EndToEnd.Crowds;

/// <summary>
/// A client of a crowd, which keeps its connection as long as the server does, and has one request under way at most.
/// </summary>
internal sealed class KeptClient(IPEndPoint address, IPAddress from, byte[] request, CrowdReport report)
{
    private const int HeadBytesMax = 4 * 1024;
    private const int BytesMax = 64 * 1024;

    /// <summary>For all of them: a head that has not all come is kept apart.</summary>
    private static readonly byte[] Received = new byte[BytesMax];

    private readonly byte[] head = new byte[HeadBytesMax];
    private int headBytes;
    private int bodyBytesLeft;
    private bool isPage;
    private bool isLast;
    private int answersHere;

    /// <summary>Below 0 without a connection.</summary>
    internal int Descriptor { get; private set; } = -1;

    internal bool IsAsking { get; private set; }

    internal bool IsConnecting { get; private set; }

    /// <summary>How many requests have an answer, whatever its status.</summary>
    internal int Answers { get; private set; }

    /// <summary>When it asks next, if it does not now; in milliseconds of the crowd's clock.</summary>
    internal long AskAt { get; set; }

    internal short Events => IsConnecting ? SocketCalls.PollOut : SocketCalls.PollIn;

    /// <summary>Sends a request: at once on a kept connection, else as soon as a new one is there.</summary>
    internal void Ask()
    {
        IsAsking = true;
        if (Descriptor < 0)
        {
            Descriptor = SocketCalls.Connect(address, from, receiveBufferBytes: 0);
            IsConnecting = true;
            answersHere = 0;
            report.Connections++;
        }
        else
        {
            Send();
        }
    }

    /// <summary>Does what there is to do after poll(2) has returned events of its connection.</summary>
    internal void HandleReady()
    {
        if (IsConnecting)
        {
            IsConnecting = false;
            Send();
            return;
        }

        nint count = SocketCalls.Receive(Descriptor, Received);
        if (!IsAsking)
        {
            report.ClosedAtRest++; // whatever came: nothing was due
            Close();
        }
        else if (count <= 0)
        {
            Lose();
        }
        else
        {
            Take(Received.AsSpan(0, (int)count));
        }
    }

    internal void Close()
    {
        _ = SocketCalls.Close(Descriptor);
        Descriptor = -1;
        IsConnecting = false;
        headBytes = bodyBytesLeft = 0;
    }

    private void Send()
    {
        if (SocketCalls.Send(Descriptor, request) != request.Length)
        {
            Lose();
        }
    }

    /// <summary>Counts a request whose connection has ended, and sends it again on another.</summary>
    private void Lose()
    {
        report.LostOnNew += answersHere == 0 ? 1 : 0;
        report.LostOnKept += answersHere == 0 ? 0 : 1;
        Close();
        IsAsking = false;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (bodyBytesLeft == 0)
        {
            int length = Math.Min(bytes.Length, head.Length - headBytes);
            bytes[..length].CopyTo(head.AsSpan(headBytes));
            int end = head.AsSpan(0, headBytes + length).IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                headBytes += length;
                return;
            }

            TakeHead(Encoding.Latin1.GetString(head, 0, end));
            bytes = bytes[(end + 4 - headBytes)..];
            headBytes = 0;
        }

        bodyBytesLeft -= bytes.Length;
        if (bodyBytesLeft <= 0)
        {
            bodyBytesLeft = 0;
            EndAnswer();
        }
    }

    private void TakeHead(string text)
    {
        isPage = text.StartsWith("HTTP/1.1 200 ");
        bodyBytesLeft = int.Parse(Field(text, "content-length") ?? "0");
        isLast = Field(text, "connection") == "close";
    }

    private void EndAnswer()
    {
        report.Answered += isPage ? 1 : 0;
        report.Refused += isPage ? 0 : 1;
        Answers++;
        answersHere++;
        IsAsking = false;
        if (isLast)
        {
            Close();
        }
    }

    private static string? Field(string text, string name)
    {
        int start = text.IndexOf($"\r\n{name}: ", StringComparison.OrdinalIgnoreCase);
        return start < 0 ? null : text[(start + name.Length + 4)..].Split('\r')[0];
    }
}
