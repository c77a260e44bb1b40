using System.IO;
using System.Linq;
using NetdevExporter.EndToEnd.Documentation;
using Xunit;

namespace NetdevExporter.EndToEnd.Comparison;

/// <summary>
/// In the scheme <c>node</c>, the page is node_exporter's: every family, type, help, label and value that both have is
/// equal, and each difference has a name and a reason.
/// </summary>
public sealed class NodeExporterTests
{
    /// <summary>The families of net/dev, uname and sysfs that both have, without those of bonds.</summary>
    private const int EqualMin = 28;

    /// <summary>Many readings of sysfs: interfaces come and go on this machine.</summary>
    private const int Seconds = 180;

    /// <summary>The host's name as uname(2) has it, whatever is mounted where the tests run.</summary>
    private static readonly string[] Scheme =
    [
        "--metrics.names=node", "--node.name=" + File.ReadAllText("/proc/sys/kernel/hostname").TrimEnd('\n'),
    ];

    /// <summary>Under emulation, uname(2) names another machine than to a program beside it.</summary>
    public NodeExporterTests() => Machine.SkipUnderEmulation("node_exporter is the machine's");

    public static TheoryData<string> Releases => NodeExporter.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public void Over_the_kernels_interfaces_every_family_of_both_is_equal(string release)
    {
        using PrivateNetwork network = new();
        using PrivateNetwork elsewhere = new();
        network.Join(elsewhere, "198.51.100.1/24", "198.51.100.2/24");
        string[] made = TestLinks.Add(network);
        network.Run("bash -c 'for i in 1 2 3; do echo 12345 >/dev/udp/198.51.100.2/9; done' || true");
        using NodeExporter theirs = new(release, network);
        using Instance exporter = network.Start(["--path.sysfs=/sys", .. Scheme]);
        PagesCompared compared = Compare(release, theirs, exporter);
        Assert.Empty(compared.Unnamed);
        Assert.InRange(compared.Equal.Count, EqualMin, int.MaxValue);
        TestContext.Current.SendDiagnosticMessage(
            $"{NodeExporter.VersionOf(release)}: {compared.Equal.Count} families equal, with {string.Join(' ', made)}");
    }

    /// <summary>Those of a machine itself: the only ones with a driver below them.</summary>
    [Theory]
    [MemberData(nameof(Releases))]
    public void Over_the_machines_own_interfaces_they_are_equal(string release)
    {
        using NodeExporter theirs = new(release, null);
        using Instance exporter = Instance.Start(
            ["--path.netdev=/proc/self/net/dev", "--source.allow-own", "--path.sysfs=/sys", .. Scheme]);
        PagesCompared compared = Compare(release, theirs, exporter);
        Assert.Empty(compared.Unnamed);
        Assert.InRange(compared.Equal.Count, EqualMin - 1, int.MaxValue); // a speed is not known everywhere
    }

    /// <summary>
    /// What not every kernel can make: a bond, a VLAN, an adapter at 100 Gbit/s or without a link; and counters up to
    /// the largest. Both read the same files.
    /// </summary>
    [Theory]
    [MemberData(nameof(Releases))]
    public void Over_files_of_bonds_VLANs_and_adapters_they_are_equal(string release)
    {
        using TemporaryFolder folder = new();
        using SysfsTree tree = TestLinks.WriteTree();
        Directory.CreateDirectory(folder.PathOf("1/net"));
        Directory.CreateSymbolicLink(folder.PathOf("net"), "1/net");
        Directory.CreateSymbolicLink(folder.PathOf("self"), "1");
        string source = folder.Write("1/net/dev", TestLinks.Table);
        using NodeExporter theirs = new(
            release, null, "--path.sysfs=" + tree.FullName, "--path.procfs=" + folder.FullName,
            "--no-collector.netdev.netlink");
        using Instance exporter = Instance.Start(["--path.netdev", source, "--path.sysfs", tree.FullName, .. Scheme]);
        PagesCompared compared = Compare(release, theirs, exporter, "node_network_receive_nohandler_total");
        Assert.Empty(compared.Unnamed);
        string[] bonds = ["node_bonding_active", "node_bonding_slaves"];
        Assert.Equal(bonds, compared.Equal.Where(bonds.Contains).Order());
        Assert.InRange(compared.Equal.Count, EqualMin + bonds.Length - 1, int.MaxValue);
    }

    /// <summary>The kernel's limit is 255 bytes, and node_exporter's reader of sysfs takes 128.</summary>
    [Theory]
    [MemberData(nameof(Releases))]
    public void A_long_alias_is_whole_here_and_its_beginning_there(string release)
    {
        string alias = new('a', 200);
        using SysfsTree tree = new();
        tree.Add("eth0", 2, "ifalias=" + alias);
        using NodeExporter theirs = new(release, null, "--path.sysfs=" + tree.FullName);
        using Instance exporter = Instance.Start(["--path.sysfs", tree.FullName, .. Scheme]);
        Assert.Equal(
            alias, Assert.Single(exporter.GetPage()["node_network_info"].Samples).Labels["ifalias"]);
        string there = Assert.Single(theirs.GetPage().Families["node_network_info"].Samples).Key;
        Assert.Contains($"ifalias=\"{alias[..128]}\"", there);
    }

    [Fact]
    public void README_lists_the_differences_with_their_reasons() => Assert.All(
        Difference.All,
        row => Assert.Contains($"\n| `{row.Name}` | {row.Reason} |\n", DeployFiles.Read("README.md")));

    /// <summary>
    /// Compares what this exporter answers between two answers of node_exporter, until they agree: a link may change
    /// its state, and other tests' interfaces come and go, after sysfs was read.
    /// </summary>
    /// <param name="left">A family to leave out.</param>
    private static PagesCompared Compare(string release, NodeExporter theirs, Instance exporter, string left = "")
    {
        PagesCompared? compared = null;
        Wait.TryUntil(
            () =>
            {
                compared = new(theirs.GetPage(), OpenPage.Parse(exporter.GetPage().Text), theirs.GetPage())
                {
                    LeftOut = left,
                    HasAdminState = release != "bookworm",
                };
                return compared.Unnamed.Count == 0;
            },
            Seconds);
        return compared!;
    }
}
