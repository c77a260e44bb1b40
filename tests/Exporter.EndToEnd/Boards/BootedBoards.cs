using Xunit;

namespace NetdevExporter.EndToEnd.Boards;

/// <summary>The test that boots whole systems in software, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class BootedBoards
{
    internal const string Name = "Boards";
}
