using System.IO;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>What can be told here of whose table a file shows; containers are tested with an engine.</summary>
public sealed class NetworkNamespaceTests
{
    [Theory]
    [InlineData("a file on no procfs may show anybody's", "/etc/hostname")]
    [InlineData("a file that is not there shows nobody's", "/proc/nobody/net/dev")]
    public void Who_cannot_be_told_is_not_called_a_container(string why, string path) =>
        Assert.False(NetworkNamespace.IsContainers(path), why);

    [Fact]
    public void On_a_bare_host_its_own_table_is_the_hosts()
    {
        Assert.SkipUnless(
            new FileInfo("/proc/self/ns/pid").LinkTarget == "pid:[4026531836]", "needs the host's processes");
        Assert.False(NetworkNamespace.IsContainers("/proc/self/net/dev"));
    }
}
