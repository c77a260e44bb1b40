using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>The tests that share the one engine, and so run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class SharedEngine : ICollectionFixture<DockerEngine>
{
    internal const string Name = "Docker engine";
}
