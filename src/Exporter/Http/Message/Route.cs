namespace NetdevExporter.Http.Message;

/// <summary>What a path stands for.</summary>
internal enum Route
{
    /// <summary>Nothing: 404.</summary>
    None,

    /// <summary>The landing page.</summary>
    Landing,

    /// <summary>The metrics.</summary>
    Metrics,

    /// <summary>Whether the process serves.</summary>
    Healthy,

    /// <summary>Whether the source can be read.</summary>
    Ready,
}
