namespace NetdevExporter.EndToEnd.Containers;

/// <summary>The mount namespace that an engine of the tests has to itself.</summary>
internal static class MountNamespace
{
    /// <summary>
    /// The beginning of a script in a new and private one: mounts are shared from there on, as rslave asks, and with
    /// nobody outside, not even where the machine's own are shared, as systemd has them.
    /// </summary>
    internal const string SharedWithin = "mount --make-rshared /; ";
}
