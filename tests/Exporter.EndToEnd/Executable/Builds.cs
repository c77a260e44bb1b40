using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>
/// Tests that build executables, one after another, at a priority at which others that run meanwhile lose no time.
/// </summary>
[CollectionDefinition(Name)]
public sealed class Builds
{
    internal const string Name = "Builds";

    /// <summary>For nice(1).</summary>
    internal const string Niceness = "19";
}
