using NetdevExporter.Platform;

namespace NetdevExporter.Http.Connections;

/// <summary>The state of a connection, by what it waits for.</summary>
internal enum ConnectionState
{
    /// <summary>Nothing: it is closed, and can be opened for another client.</summary>
    Closed,

    /// <summary>The first byte of a request, for at most <see cref="Limits.IdleSeconds"/>.</summary>
    Idle,

    /// <summary>The rest of a head, for at most <see cref="Limits.HeadSeconds"/> from its first byte.</summary>
    ReadingHead,

    /// <summary>
    /// Its turn: a pipelined request has arrived after the one that was answered. It is taken when the client has taken
    /// the responses so far, for which it has at most <see cref="Limits.ResponseSeconds"/>.
    /// </summary>
    RequestBuffered,

    /// <summary>The next page.</summary>
    AwaitingPage,

    /// <summary>The client, to receive the response, for at most <see cref="Limits.ResponseSeconds"/>.</summary>
    SendingResponse,

    /// <summary>The client, to close after the last response, for at most <see cref="Limits.LingerSeconds"/>.</summary>
    Draining,
}

/// <summary>The rules for each state.</summary>
internal static class ConnectionStateRules
{
    /// <summary>Whether a transition is valid.</summary>
    internal static bool MayBecome(this ConnectionState state, ConnectionState next) =>
        next == ConnectionState.Closed || state switch
        {
            ConnectionState.Closed => next == ConnectionState.Idle,
            ConnectionState.Idle or ConnectionState.RequestBuffered =>
                next is ConnectionState.ReadingHead or ConnectionState.AwaitingPage,
            ConnectionState.ReadingHead => next == ConnectionState.AwaitingPage,
            ConnectionState.AwaitingPage => next == ConnectionState.SendingResponse,
            ConnectionState.SendingResponse =>
                next is ConnectionState.RequestBuffered or ConnectionState.Idle or ConnectionState.Draining,
            _ => false,
        };

    /// <summary>What poll(2) waits for: nothing if the next step is the server's.</summary>
    internal static PollDescriptor PollDescriptorFor(this ConnectionState state, int descriptor) =>
        state switch
        {
            ConnectionState.AwaitingPage => PollDescriptor.None,
            ConnectionState.RequestBuffered or ConnectionState.SendingResponse =>
                new PollDescriptor(descriptor, SystemCalls.PollOut),
            _ => new PollDescriptor(descriptor, SystemCalls.PollIn),
        };

    /// <summary>When a state that begins now times out.</summary>
    /// <param name="now">In milliseconds, as is the result.</param>
    internal static long DeadlineFrom(this ConnectionState state, long now) =>
        state switch
        {
            ConnectionState.Idle => now + (Limits.IdleSeconds * 1000L),
            ConnectionState.ReadingHead => now + (Limits.HeadSeconds * 1000L),
            ConnectionState.RequestBuffered or ConnectionState.SendingResponse =>
                now + (Limits.ResponseSeconds * 1000L),
            ConnectionState.Draining => now + (Limits.LingerSeconds * 1000L),
            _ => long.MaxValue,
        };

    /// <summary>When the connection may be evicted; never while it waits for the server.</summary>
    /// <param name="now">In milliseconds, as is the result.</param>
    internal static long EvictableFrom(this ConnectionState state, long now) =>
        state switch
        {
            ConnectionState.Idle => now + Limits.IdleMillisecondsMin,
            ConnectionState.ReadingHead or ConnectionState.RequestBuffered or ConnectionState.SendingResponse =>
                now + Limits.StallMilliseconds,
            ConnectionState.Draining => 0, // the first of all
            _ => long.MaxValue,
        };
}
