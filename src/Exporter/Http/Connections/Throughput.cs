using NetdevExporter.Platform;

namespace NetdevExporter.Http.Connections;

/// <summary>
/// What all clients together take of their responses, without what the kernels on both sides take by themselves.
/// </summary>
internal sealed class Throughput
{
    /// <summary>The bytes so far.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Adds a part of a response.</summary>
    /// <param name="start">Where it begins in the response.</param>
    /// <param name="end">Where it ends.</param>
    internal void Add(int start, int end) =>
        Bytes += int.Max(end, Limits.SendBufferBytes) - int.Max(start, Limits.SendBufferBytes);
}
