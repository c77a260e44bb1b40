using NetdevExporter.EndToEnd;
using Xunit;

// Most of the time of most classes is waiting, for deadlines and for programs; classes share nothing.
[assembly: CollectionBehavior(MaxParallelThreads = 6)]
[assembly: TestCollectionOrderer(typeof(CollectionOrder))]
