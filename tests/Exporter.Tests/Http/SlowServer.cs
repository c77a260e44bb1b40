using System;
using System.Collections.Generic;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Tests.Http;

/// <summary>
/// What a server must answer to a whole stream of requests, once more: slow, obvious, on strings. How the stream was
/// cut on its way is nothing to it.
/// </summary>
/// <param name="Answers">In order; the last one closes the connection if <see cref="IsClosed"/>.</param>
/// <param name="IsClosed">Whether the server closes by itself; what follows in the stream is nothing then.</param>
/// <param name="Rest">What is behind the last request: a beginning, for which the server waits.</param>
internal sealed record SlowServer(IReadOnlyList<SlowAnswer> Answers, bool IsClosed, string Rest)
{
    private static readonly SlowRequest Refused = new(RequestStatus.NotHttp, "", "", 0, false, false, false, "");

    /// <summary>
    /// The answer that a server which looks closely gives to the rest; null where it may yet become a request.
    /// </summary>
    internal SlowAnswer? ToRest() =>
        IsFault(Rest) ? Refuse(0, SlowRequest.Parse(Rest).Status, Rest)
        : SlowRequest.IsHopeless(Rest) ? Refuse(0, SlowRequest.FaultOf(Rest), Rest)
        : null;

    internal static SlowServer Read(string stream)
    {
        List<SlowAnswer> answers = [];
        int position = 0;
        while (true)
        {
            while (stream[position..].StartsWith("\r\n"))
            {
                position += 2; // empty lines before a request are nothing
            }

            string rest = stream[position..];
            string head = rest[..Math.Min(rest.Length, Limits.HeadBytesMax)];
            SlowRequest request = SlowRequest.Parse(head);
            if (rest.Length < Limits.HeadBytesMax
                && (request.Status == RequestStatus.Incomplete || (IsFault(head) && !IsSeen(head))))
            {
                return new SlowServer(answers, IsClosed: false, rest);
            }

            position += request.Length;
            SlowAnswer answer = request.Status == RequestStatus.Complete
                ? new SlowAnswer(position, ResponseStatus.Ok, request)
                : Refuse(stream.Length, request.Status, head);
            answers.Add(answer);
            if (!answer.KeepAlive)
            {
                return new SlowServer(answers, IsClosed: true, "");
            }
        }
    }

    private static bool IsFault(string head) =>
        SlowRequest.Parse(head).Status is not (RequestStatus.Complete or RequestStatus.Incomplete);

    /// <summary>
    /// Whether a fault is found for certain, however the stream was cut: beyond its initial room, a server looks at a
    /// head only when its end has come, or its room is full.
    /// </summary>
    private static bool IsSeen(string head)
    {
        int end = head.LastIndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return IsFault(head[..Math.Min(head.Length, Limits.HeadBytesInitial)])
            || (head.Length >= 2 * Limits.HeadBytesInitial && IsFault(head[..(2 * Limits.HeadBytesInitial)]))
            || (end > Limits.HeadBytesInitial && IsFault(head[..end]));
    }

    /// <summary>A head that is not all there is too long by now.</summary>
    private static SlowAnswer Refuse(int end, RequestStatus fault, string head) =>
        new(
            end,
            fault switch
            {
                RequestStatus.Incomplete => ResponseStatus.HeadTooLarge,
                RequestStatus.VersionNotSupported => ResponseStatus.VersionNotSupported,
                _ => ResponseStatus.BadRequest,
            },
            Refused,
            fault,
            MayBeHead: head.TrimStart('\r', '\n').StartsWith("HEAD ", StringComparison.Ordinal),
            OtherFault: SlowRequest.IsHopeless(head) ? SlowRequest.FaultOf(head) : RequestStatus.Complete);
}
