namespace NetdevExporter.Http;

/// <summary>A task that the server's thread runs periodically.</summary>
internal interface IPeriodicTask
{
    /// <summary>
    /// When it is due next, in milliseconds on the server's clock; 0 for immediately.
    /// </summary>
    long DueAt { get; }

    /// <summary>Why the last run failed; empty if it succeeded.</summary>
    string Fault { get; }

    /// <summary>Runs the task, and sets the next time. The server does not respond meanwhile.</summary>
    void Run(long now);
}
