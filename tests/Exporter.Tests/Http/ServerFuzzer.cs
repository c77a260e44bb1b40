using System;
using System.Collections.Generic;
using System.Diagnostics;
using NetdevExporter.Platform;

namespace NetdevExporter.Tests.Http;

/// <summary>
/// Many clients at a time of one running server: each sends a stream of damaged requests, cut anywhere, waits for what
/// is due or does not, and says goodbye or does not. Requests of different clients arrive at the same moments.
/// </summary>
internal sealed class ServerFuzzer(RunningServer server, NumberedSource source, int seed, Mutator requests)
{
    private const int ClientsAtOnce = 32;
    private const int RequestsMax = 8;

    private readonly Random random = new(seed);

    /// <summary>How many batches were too slow to say what became of a client that was closed.</summary>
    internal int Voids { get; private set; }

    /// <summary>Sends that many requests, or up to the first that is answered wrongly.</summary>
    internal FuzzFault? FindFault(int cases)
    {
        using Watchdog watchdog = new();
        for (int done = 0; done < cases;)
        {
            watchdog.Watch(done, "the streams from here on");
            List<Conversation> conversations = [];
            int first = done;
            for (int client = 0; client < ClientsAtOnce && done < cases; client++)
            {
                string stream = Compose(ref done);
                conversations.Add(new Conversation(server.ConnectSocket(), source, stream, Cut(stream.Length)));
            }

            long started = Stopwatch.GetTimestamp();
            Conversation? wrong = Converse(conversations, out string? what);
            conversations.ForEach(conversation => conversation.Dispose());
            bool isSlow = Stopwatch.GetElapsedTime(started).TotalSeconds > 0.8;
            if (what == Conversation.ClosedEarly && isSlow)
            {
                Voids++; // on a machine this busy a prompt client may have looked stalled
            }
            else if (wrong is not null)
            {
                return new FuzzFault(first, wrong.Stream, $"{what}\n{wrong}");
            }
        }

        return null;
    }

    /// <summary>Lets all clients speak in turns.</summary>
    /// <returns>The one whose answer is wrong; null where none is.</returns>
    private Conversation? Converse(List<Conversation> conversations, out string? fault)
    {
        List<Conversation> speaking = [.. conversations];
        while (speaking.Count > 0)
        {
            foreach (Conversation conversation in speaking)
            {
                if ((fault = conversation.SendPiece()) is not null)
                {
                    return conversation;
                }
            }

            foreach (Conversation conversation in speaking)
            {
                if (random.Next(3) > 0 && (fault = conversation.ReceiveDue()) is not null)
                {
                    return conversation;
                }
            }

            speaking.RemoveAll(conversation => conversation.IsSent);
        }

        fault = null;
        foreach (Conversation conversation in conversations)
        {
            if ((fault = End(conversation)) is not null)
            {
                return conversation;
            }
        }

        return null;
    }

    private string? End(Conversation conversation)
    {
        if (random.Next(20) == 0)
        {
            return null; // leaves without a word
        }

        bool isPolite = !conversation.EndsByItself || random.Next(2) == 0;
        return (isPolite ? conversation.HalfClose() : null) ?? conversation.ReceiveEnd();
    }

    /// <summary>A stream of requests, damaged here and there; mostly up to the one that closes.</summary>
    private string Compose(ref int requestsSent)
    {
        string stream = "";
        string rest = "";
        for (int count = random.Next(1, RequestsMax + 1); count > 0; count--)
        {
            string request = random.Next(100) == 0 ? Longest() : random.Next(2) == 0 ? requests.Next() : requests.Any();
            stream += request;
            requestsSent++;
            SlowServer slow = SlowServer.Read(rest + request);
            rest = slow.Rest;
            if (slow.IsClosed && random.Next(4) > 0)
            {
                break;
            }
        }

        return stream;
    }

    /// <summary>A head of as many bytes as are allowed, or as have room at first, and a few less or more.</summary>
    private string Longest()
    {
        string start = "GET /-/healthy HTTP/1.1\r\nHost: a\r\nX: ";
        int room = Limits.HeadBytesInitial;
        int length = random.Next(3) switch { 0 => room, 1 => 2 * room, _ => Limits.HeadBytesMax };
        string end = random.Next(4) == 0 ? "\r\nbad" : "\r\n\r\n";
        return start + new string('x', length - start.Length - 4 + random.Next(-3, 4)) + end;
    }

    /// <summary>Where the pieces end: mostly few.</summary>
    private List<int> Cut(int length)
    {
        SortedSet<int> ends = [length];
        for (int cuts = random.Next(50) == 0 ? 30 : Math.Max(0, random.Next(-3, 4)); cuts > 0; cuts--)
        {
            ends.Add(random.Next(length + 1));
        }

        return [.. ends];
    }
}
