using System;
using System.Linq;
using NetdevExporter.CommandLine;
using NetdevExporter.Diagnosis;
using NetdevExporter.Exposition;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using NetdevExporter.Source;
using NetdevExporter.Sysfs;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>The filter and the aliases hold for what comes from sysfs, too.</summary>
public sealed class LinkFilterTests : IDisposable
{
    private readonly SysfsTree tree = new();
    private readonly LinkTable table = new();

    [Theory]
    [InlineData("netdev", "interface")]
    [InlineData("node", "device")]
    public void Every_family_of_sysfs_has_the_interfaces_that_are_kept_by_their_aliases(string scheme, string label)
    {
        tree.Add("enp3s0", 2).Link("enp3s0", "master", "../br0").Add("veth1a2b3c4", 3).Add("br0", 4);
        Options options = Parse("--device.exclude=@containers", "--device.alias=enp3s0=wan,br0=lan,x=br0");
        SysfsThread thread = new(new SysfsReader(tree.FullName, options.Filter.Keeps));
        thread.ReadOnce();
        using Page page = new();
        using Scrape scrape = new(
            "/proc/self/net/dev", NameScheme.All.Single(row => row.Name == scheme), withProcessMetrics: false,
            allowsOwn: true, new LinkSource(thread, options.Aliases), "a", options.Filter, options.Aliases);
        Assert.True(scrape.TryWrite(page, Clock.Milliseconds));
        MetricsPage read = MetricsPage.Parse(Latin1.Text(page.Body));
        string[] families = [.. LinkFamilies.Create(NameScheme.All.Single(row => row.Name == scheme))
            .Select(family => family.Name).Where(name => !name.Contains("_bonding_"))];
        Assert.All(families, family => Assert.Equal(
            ["lan", "wan"], read[family].Samples.Select(sample => sample.Labels[label]).Order()));
        MetricsSample port = read["netdev_interface_info"].Samples.Single(sample => sample.Labels[label] == "wan");
        Assert.Equal("lan", port.Labels["master"]);
    }

    /// <summary>Without docker0, a host may have the same lo and eth0 as the container.</summary>
    [Theory]
    [InlineData("its own", "--device.exclude=x*", true)]
    [InlineData("another's, by one that is kept", "--device.exclude=x*", false, "netdevtest9")]
    [InlineData("another's, by one that is left out", "--device.exclude=netdev*", false, "netdevtest9")]
    public void Whose_sysfs_it_is_is_decided_by_all_interfaces(
        string why, string filter, bool isOwn, params string[] names)
    {
        tree.Add("lo", 1);
        foreach (string name in names)
        {
            tree.Add(name, 9);
        }

        using LinkTable before = new();
        new SysfsReader(tree.FullName, Parse(filter).Filter.Keeps).Read(table, before);
        string? fault = SysfsFault.Explain(table, "/sys/class/net", TableOwner.Host);
        Assert.True(isOwn == (fault?.Contains("own interfaces") ?? false), why + ": " + fault);
    }

    public void Dispose()
    {
        tree.Dispose();
        table.Dispose();
    }

    private static Options Parse(params string[] arguments)
    {
        Options options = OptionsParser.Parse(arguments, [], out string? error);
        Assert.Null(error);
        return options;
    }
}
