namespace NetdevExporter.CommandLine;

/// <summary>What the program is asked to do.</summary>
internal enum Command
{
    /// <summary>Serve until asked to stop.</summary>
    Serve,

    /// <summary>Print one page.</summary>
    Once,

    /// <summary>Ask a running instance whether it is ready.</summary>
    HealthCheck,

    /// <summary>Print what would be read and why, and what is wrong.</summary>
    Doctor,

    /// <summary>Print the version.</summary>
    Version,

    /// <summary>Print the help.</summary>
    Help,
}
