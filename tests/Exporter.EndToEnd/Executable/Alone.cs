using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>Tests that keep both processors busy: they run when no other does, since others watch the clock.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    internal const string Name = "Alone";
}
