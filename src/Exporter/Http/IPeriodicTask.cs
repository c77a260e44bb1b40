namespace NetdevExporter.Http;

/// <summary>What the server's thread does at times of its own, beside answering.</summary>
internal interface IPeriodicTask
{
    /// <summary>
    /// When it is due next, in milliseconds on the server's clock; 0 for at once.
    /// </summary>
    long DueAt { get; }

    /// <summary>Why it could not be done the last time; empty where it could.</summary>
    string Fault { get; }

    /// <summary>Does it, and sets the next time. Nobody is answered meanwhile.</summary>
    void Run(long now);
}
