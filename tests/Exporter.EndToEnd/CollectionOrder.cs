using System.Collections.Generic;
using System.Linq;
using NetdevExporter.EndToEnd.Boards;
using NetdevExporter.EndToEnd.Containers;
using NetdevExporter.EndToEnd.Executable;
using Xunit.Sdk;
using Xunit.v3;

namespace NetdevExporter.EndToEnd;

/// <summary>
/// About what starts when: xunit hands its threads out in roughly this order. The engine's tests take longest and wait
/// for most of that time, so they are first. Builds and boards keep the processors busy for minutes, so they are last,
/// when most tests that watch the clock have ended.
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
