using System.IO;
using System.Linq;
using NetdevExporter.Platform;
using NetdevExporter.Source;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>
/// What can be told here of whose table a file shows; other namespaces and containers are tested from outside.
/// </summary>
public sealed class NetworkNamespaceTests
{
    /// <summary>A constant of the kernel since 6.18 (linux/include/uapi/linux/nsfs.h).</summary>
    private const string FirstNamespace = "net:[4026531833]";

    [Theory]
    [InlineData("a file on no procfs", "/etc/hostname")]
    [InlineData("a folder on no procfs", "/")]
    [InlineData("another file system of the kernel's", "/sys/kernel")]
    public void What_lies_on_no_procfs_is_nobodys(string why, string path)
    {
        Assert.True(NetworkNamespace.Probe(path, out TableOwner owner) == 0, why);
        Assert.Equal(TableOwner.Nobody, owner);
        Assert.Equal("unknown"u8, NetworkNamespace.Label(owner));
    }

    [Fact]
    public void Whose_a_missing_file_is_is_unknown()
    {
        Assert.Equal(Errno.ENOENT, NetworkNamespace.Probe("/proc/nobody/net/dev", out TableOwner owner));
        Assert.Equal(TableOwner.Unknown, owner);
        Assert.Equal(TableOwner.Unknown, NetworkNamespace.GetOwner(-1, out _));
    }

    [Theory]
    [InlineData("/proc/self/net/dev")]
    [InlineData("/proc/thread-self/net/dev")]
    [InlineData("/proc/net/dev")]
    public void Its_own_table_is_its_own_by_every_path(string path)
    {
        Assert.Equal(Errno.None, NetworkNamespace.Probe(path, out TableOwner owner));
        Assert.Equal(NetworkNamespace.IsHostNamespace ? TableOwner.HostAndOwn : TableOwner.Own, owner);
    }

    [Fact]
    public void The_hosts_network_is_known_without_its_number_too()
    {
        string own = new FileInfo("/proc/self/ns/net").LinkTarget!;
        string version = File.ReadAllText("/proc/sys/kernel/osrelease");
        int[] numbers = [.. version.Split('.', '-').Take(2).Select(int.Parse)];
        Assert.SkipUnless((numbers[0] * 100) + numbers[1] >= 618, "needs Linux 6.18");
        Assert.Equal(own == FirstNamespace, NetworkNamespace.IsHostNamespace);
    }

    /// <summary>What is told of another namespace's table rests on this order of the kernel's start.</summary>
    [Fact]
    public void The_hosts_table_is_numbered_before_the_version()
    {
        Assert.SkipUnless(NetworkNamespace.IsHostNamespace, "needs the host's network");
        Assert.True(FileIdentity.TryRead("/proc/self/net/dev", out FileIdentity table));
        Assert.True(FileIdentity.TryRead("/proc/version", out FileIdentity version));
        Assert.True(table.HasLowerInodeThan(version));
    }

    [Theory]
    [InlineData(TableOwner.Host, "host")]
    [InlineData(TableOwner.HostAndOwn, "host")]
    [InlineData(TableOwner.Own, "own")]
    [InlineData(TableOwner.Other, "unknown")]
    [InlineData(TableOwner.Unknown, "unknown")]
    internal void An_owner_is_one_of_three_to_Prometheus(TableOwner owner, string label) =>
        Assert.Equal(label, Latin1.Text(NetworkNamespace.Label(owner)));
}
