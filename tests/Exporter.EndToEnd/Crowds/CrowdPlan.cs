namespace NetdevExporter.EndToEnd.Crowds;

/// <summary>What a crowd of clients does.</summary>
/// <param name="Clients">How many there are.</param>
/// <param name="Requests">Of all of them together; a request that is lost is sent again.</param>
/// <param name="RestMillisecondsMax">A client rests for a random part of it between two requests.</param>
/// <param name="WorkMicroseconds">
/// How long their program works on each event, the clients' events being handled in turn: Node's fetch needs about 100.
/// So a connection that 400 have begun at once may be 40 ms old before its request is sent.
/// </param>
internal readonly record struct CrowdPlan(int Clients, int Requests, int RestMillisecondsMax, int WorkMicroseconds);
