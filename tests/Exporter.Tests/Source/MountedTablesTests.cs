using System.Linq;
using NetdevExporter.Platform;
using NetdevExporter.Source;
using Xunit;

namespace NetdevExporter.Tests.Source;

public sealed class MountedTablesTests
{
    [Fact]
    public void The_mount_of_this_machines_procfs_has_the_table_of_process_1()
    {
        MountedTable table = MountedTables.Find().First(table => table.Path == "/proc/1/net/dev");
        Errno error = NetworkNamespace.Probe("/proc/1/net/dev", out TableOwner owner);
        Assert.Equal((error, owner), (table.Error, table.Owner));
        bool isHosts = owner is TableOwner.Host or TableOwner.HostAndOwn;
        Assert.Equal(isHosts, MountedTables.FindHosts() == "/proc/1/net/dev");
    }
}
