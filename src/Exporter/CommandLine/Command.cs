namespace NetdevExporter.CommandLine;

/// <summary>The command to run.</summary>
internal enum Command
{
    /// <summary>Serve until a stop signal.</summary>
    Serve,

    /// <summary>Print one page.</summary>
    Once,

    /// <summary>Check whether a running instance is ready.</summary>
    HealthCheck,

    /// <summary>Print what would be read and why, and what is wrong.</summary>
    Doctor,

    /// <summary>Print the version.</summary>
    Version,

    /// <summary>Print the help.</summary>
    Help,
}
