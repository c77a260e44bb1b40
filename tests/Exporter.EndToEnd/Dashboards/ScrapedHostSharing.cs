using Xunit;

namespace NetdevExporter.EndToEnd.Dashboards;

/// <summary>The tests that ask one Prometheus, which are all done in the time that its start takes.</summary>
[CollectionDefinition(Name)]
public sealed class ScrapedHostSharing : ICollectionFixture<ScrapedHost>
{
    internal const string Name = "a host that is scraped";
}
