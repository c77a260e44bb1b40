namespace NetdevExporter.Http;

/// <summary>What the server's thread does at times of its own, beside answering.</summary>
internal interface IPeriodicTask
{
    /// <summary>
    /// When it is due next, on the clock of <see cref="System.Environment.TickCount64"/>; 0 for at once.
    /// </summary>
    long DueAt { get; }

    /// <summary>Does it, and sets the next time. Nobody is answered meanwhile.</summary>
    void Run(long now);
}
