using NetdevExporter.Platform;

namespace NetdevExporter.Http.Connections;

/// <summary>
/// How long a connection stays when another client needs its place. While it sends a response, it stays longer for what
/// its client takes, at a least rate, and for what all clients take: many behind a busy proxy make progress in turn.
/// </summary>
/// <param name="throughput">What the clients of all connections take.</param>
internal sealed class Stay(Throughput throughput)
{
    private long end;
    private long totalBefore;

    /// <summary>Sets the end, in milliseconds on the server's clock.</summary>
    internal void Begin(long at)
    {
        end = at;
        totalBefore = throughput.Bytes;
    }

    /// <summary>When it ends.</summary>
    /// <param name="isSending">Whether the connection sends a response.</param>
    internal long EndsAt(bool isSending)
    {
        long others = isSending ? (throughput.Bytes - totalBefore) * 1000 / Limits.TotalBytesPerSecondMin : 0;
        return end + long.Min(others, Limits.StayMillisecondsMax);
    }

    /// <summary>Extends it for what the client has taken of a response.</summary>
    internal void Extend(int count, long now) => Begin(long.Min(
        EndsAt(isSending: true) + (count * 1000L / Limits.TakenBytesPerSecondMin), now + Limits.StayMillisecondsMax));
}
