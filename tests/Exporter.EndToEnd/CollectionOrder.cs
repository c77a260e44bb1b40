using System.Collections.Generic;
using System.Linq;
using NetdevExporter.EndToEnd.Boards;
using NetdevExporter.EndToEnd.Containers;
using NetdevExporter.EndToEnd.Executable;
using Xunit.Sdk;
using Xunit.v3;

namespace NetdevExporter.EndToEnd;

/// <summary>
/// About what starts when. The engine's tests take longest and wait for most of that time, so they are first. Builds
/// and boards keep the processors busy for minutes, so they are last, when most tests that watch the clock have ended.
/// </summary>
/// <remarks>
/// One thread of xunit's queues all collections: it takes from the end of the list, the others from its beginning, and
/// what is in the middle is last.
/// </remarks>
public sealed class CollectionOrder : ITestCollectionOrderer
{
    private static readonly string[] Last = [Builds.Name, BootedBoards.Name];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
    {
        ILookup<int, TTestCollection> ranked = testCollections.ToLookup(
            collection => RankOf(collection.TestCollectionDisplayName));
        TTestCollection[] others = [.. ranked[1]];
        int middle = others.Length / 2;
        return [.. ranked[0], .. others[..middle], .. ranked[2], .. others[middle..]];
    }

    private static int RankOf(string name) => name == SharedEngine.Name ? 0 : Last.Contains(name) ? 2 : 1;
}
