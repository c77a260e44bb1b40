using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>Tests that build executables, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class Builds
{
    internal const string Name = "Builds";
}
