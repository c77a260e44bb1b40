using System.Collections.Generic;
using System.Linq;
using NetdevExporter.EndToEnd.Boards;
using NetdevExporter.EndToEnd.Containers;
using NetdevExporter.EndToEnd.Executable;
using Xunit.Sdk;
using Xunit.v3;

namespace NetdevExporter.EndToEnd;

/// <summary>
/// What starts when. The engine's tests wait for most of their six minutes, so they are first; builds and boards keep
/// both processors busy for as long and watch no clock, so they are last: when they run, few tests that do are left.
/// </summary>
public sealed class CollectionOrder : ITestCollectionOrderer
{
    private static readonly string[] Last = [Builds.Name, BootedBoards.Name];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => RankOf(collection.TestCollectionDisplayName))];

    private static int RankOf(string name) => name == SharedEngine.Name ? 0 : Last.Contains(name) ? 2 : 1;
}
