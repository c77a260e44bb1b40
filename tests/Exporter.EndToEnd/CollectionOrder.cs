using System.Collections.Generic;
using System.Linq;
using NetdevExporter.EndToEnd.Boards;
using NetdevExporter.EndToEnd.Containers;
using NetdevExporter.EndToEnd.Executable;
using Xunit.Sdk;
using Xunit.v3;

namespace NetdevExporter.EndToEnd;

/// <summary>
/// About what starts when. The engine's tests take longest and wait for most of that time, so they are first. Boards
/// keep the processors busy, so most tests that watch the clock start before them; builds, which take longer and run at
/// the lowest priority, are between.
/// </summary>
/// <remarks>
/// xunit's threads take collections about in the order of the list, but one of them begins at its end (measured: xunit
/// does not promise it). So what is to be last stands before the last quarter.
/// </remarks>
public sealed class CollectionOrder : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
    {
        ILookup<string, TTestCollection> named = testCollections.ToLookup(
            collection => collection.TestCollectionDisplayName);
        TTestCollection[] others =
        [
            .. testCollections.Where(collection => collection.TestCollectionDisplayName
                is not (SharedEngine.Name or Builds.Name or BootedBoards.Name)),
        ];
        (int half, int last) = (others.Length / 2, others.Length * 3 / 4);
        return
        [
            .. named[SharedEngine.Name], .. others[..half], .. named[Builds.Name], .. others[half..last],
            .. named[BootedBoards.Name], .. others[last..],
        ];
    }
}
