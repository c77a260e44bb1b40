using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>
/// Tests that measure, or that keep both processors busy while others watch the clock: they run when no other does.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    internal const string Name = "Alone";
}
