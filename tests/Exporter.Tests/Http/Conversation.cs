using System;
using System.Collections.Generic;
using System.Net.Sockets;

namespace NetdevExporter.Tests.Http;

/// <summary>
/// One connection of a fuzzer: a stream of requests that is sent in pieces, and the answers, each compared with the
/// slow server's. What is wrong is told as a text; null is as it should be.
/// </summary>
internal sealed class Conversation : IDisposable
{
    /// <summary>What a client finds whom the server has closed too early.</summary>
    internal const string ClosedEarly = "closed before its answer was whole";

    private static readonly byte[] Room = new byte[256 * 1024];

    private readonly Socket socket;
    private readonly NumberedSource source;
    private readonly IReadOnlyList<int> pieceEnds;
    private readonly List<int> readings = [];
    private readonly SlowServer slow;
    private string received = "";
    private int answered;
    private int lastReading;

    /// <param name="socket">Connected to the server; disposed with the conversation.</param>
    /// <param name="source">Where the server has its pages from.</param>
    /// <param name="stream">The requests.</param>
    /// <param name="pieceEnds">Where in it each piece ends, ascending; the last at its end.</param>
    internal Conversation(Socket socket, NumberedSource source, string stream, IReadOnlyList<int> pieceEnds)
    {
        this.socket = socket;
        this.source = source;
        Stream = stream;
        this.pieceEnds = pieceEnds;
        slow = SlowServer.Read(stream);
        socket.ReceiveTimeout = socket.SendTimeout = 10_000;
    }

    /// <summary>The requests.</summary>
    internal string Stream { get; }

    /// <summary>Whether all pieces are sent.</summary>
    internal bool IsSent => readings.Count == pieceEnds.Count;

    /// <summary>Whether the server is to close by itself, without a word from the client.</summary>
    internal bool EndsByItself => slow.IsClosed;

    private int Sent => readings.Count == 0 ? 0 : pieceEnds[readings.Count - 1];

    /// <summary>How it went, for a message.</summary>
    public override string ToString() =>
        $"pieces end at {string.Join(' ', pieceEnds)}; {answered} of {slow.Answers.Count} "
        + $"answers are right; then came {Latin1.Escape(received[..Math.Min(received.Length, 600)])}";

    internal string? SendPiece()
    {
        int start = Sent;
        readings.Add(source.Readings);
        return Try(() => socket.Send(Latin1.Bytes(Stream[start..Sent])));
    }

    /// <summary>Says that nothing more comes from here.</summary>
    internal string? HalfClose() => Try(() => socket.Shutdown(SocketShutdown.Send));

    /// <summary>Receives the answers to all that was sent whole.</summary>
    internal string? ReceiveDue()
    {
        while (answered < slow.Answers.Count && slow.Answers[answered].End <= Sent)
        {
            string? fault = ReceiveAnswer(slow.Answers[answered]);
            if (fault is not null)
            {
                return fault;
            }

            answered++;
        }

        return null;
    }

    /// <summary>Receives up to the end: what is due, and nothing else.</summary>
    internal string? ReceiveEnd()
    {
        string? fault = ReceiveDue() ?? ReceiveAll();
        SlowAnswer? early = received.Length > 0 && !slow.IsClosed ? slow.ToRest() : null;
        return fault ?? (early is not null ? ReceiveAnswer(early) : null)
            ?? (received.Length > 0 ? "more than it asked for" : null);
    }

    public void Dispose() => socket.Dispose();

    private string? ReceiveAnswer(SlowAnswer due)
    {
        WireAnswer? answer = WireAnswer.Take(received, due.IsHead);
        while (answer is null)
        {
            bool isEnd = false;
            string? fault = Try(() => isEnd = !TryReceive());
            answer = WireAnswer.Take(received, due.IsHead || (isEnd && due.MayBeHead));
            if (fault is not null || (isEnd && answer is null))
            {
                return fault ?? ClosedEarly;
            }
        }

        received = received[(answer.Head.Length + answer.Body.Length)..];
        return IsRight(due, answer) ? null : $"to {due}: {Latin1.Escape(answer.Head + answer.Body)}";
    }

    private string? ReceiveAll() =>
        Try(() =>
        {
            while (TryReceive())
            {
            }
        });

    private bool TryReceive()
    {
        int count = socket.Receive(Room);
        received += Latin1.Text(Room.AsSpan(0, count));
        return count > 0;
    }

    /// <summary>
    /// Whether it is the answer, of a reading that began after the request was sent, and after the one before.
    /// </summary>
    private bool IsRight(SlowAnswer due, WireAnswer answer)
    {
        if (!due.IsOfReading)
        {
            return due.Is(answer, 0);
        }

        int piece = 0;
        while (pieceEnds[piece] < due.End)
        {
            piece++;
        }

        int newest = source.Readings;
        for (int reading = Math.Max(lastReading, readings[piece]) + 1; reading <= newest; reading++)
        {
            if (due.Is(answer, reading))
            {
                lastReading = reading;
                return true;
            }
        }

        return false;
    }

    private static string? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (SocketException error)
        {
            bool isLate = error.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock;
            return isLate ? "no answer for 10 s" : ClosedEarly;
        }
    }
}
