using NetdevExporter.Platform;

namespace NetdevExporter.Http.Connections;

/// <summary>What a connection waits for.</summary>
internal enum ConnectionState
{
    /// <summary>For nothing: it is over, and serves another client next.</summary>
    Closed,

    /// <summary>For the first byte of a request, <see cref="Limits.IdleSeconds"/> at most.</summary>
    Idle,

    /// <summary>For the rest of a head, <see cref="Limits.HeadSeconds"/> at most from its first byte.</summary>
    ReadingHead,

    /// <summary>For its turn: a request has arrived behind the one that was answered.</summary>
    RequestBuffered,

    /// <summary>For the next page.</summary>
    AwaitingPage,

    /// <summary>For its client to take the response, <see cref="Limits.ResponseSeconds"/> at most.</summary>
    SendingResponse,

    /// <summary>For its client to close after the last response, <see cref="Limits.LingerSeconds"/> at most.</summary>
    Draining,
}

/// <summary>What holds for a state, whichever connection is in it.</summary>
internal static class ConnectionStateRules
{
    /// <summary>Whether one state may follow another.</summary>
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
            ConnectionState.RequestBuffered or ConnectionState.AwaitingPage => PollDescriptor.None,
            ConnectionState.SendingResponse => new PollDescriptor(descriptor, SystemCalls.PollOut),
            _ => new PollDescriptor(descriptor, SystemCalls.PollIn),
        };

    /// <summary>When a state that begins now has lasted too long.</summary>
    /// <param name="now">In milliseconds, as is the result.</param>
    internal static long DeadlineFrom(this ConnectionState state, long now) =>
        state switch
        {
            ConnectionState.Idle => now + (Limits.IdleSeconds * 1000L),
            ConnectionState.ReadingHead => now + (Limits.HeadSeconds * 1000L),
            ConnectionState.SendingResponse => now + (Limits.ResponseSeconds * 1000L),
            ConnectionState.Draining => now + (Limits.LingerSeconds * 1000L),
            _ => long.MaxValue,
        };

    /// <summary>From when on the connection may be closed for another client; never while it is our turn.</summary>
    /// <param name="now">In milliseconds, as is the result.</param>
    internal static long EvictableFrom(this ConnectionState state, long now) =>
        state switch
        {
            ConnectionState.Idle or ConnectionState.ReadingHead or ConnectionState.SendingResponse =>
                now + Limits.StallMilliseconds,
            ConnectionState.Draining => now,
            _ => long.MaxValue,
        };
}
