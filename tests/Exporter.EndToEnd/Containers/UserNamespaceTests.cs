using System.IO;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>An engine with <c>userns-remap</c>: the mounts show the host's table there too.</summary>
public sealed class UserNamespaceTests
{
    [Fact]
    public void Under_userns_remap_each_mount_shows_the_hosts_table_and_nothing_mounted_is_refused()
    {
        Machine.RequireRoot();
        Machine.Require(File.Exists("/usr/sbin/dockerd") && File.Exists("/etc/subuid"), "dockerd and /etc/subuid");
        using RemappedEngine engine = new(Machine.Executable);
        string[] volumes =
        [
            Container.OneFile, "/proc/1/net:/host/proc/1/net:ro", "/proc:/host/proc:ro", "/:/host:ro,rslave",
        ];
        foreach (string volume in volumes)
        {
            CommandResult shown = engine.Run(["--network", "none", "--volume", volume], "--once");
            Assert.True(shown.Error.Length == 0, $"{volume}: {shown.Error}");
            Assert.Contains("namespace=\"host\"} 1\n", shown.Output);
        }

        CommandResult refused = engine.Run(["--network", "none"], "--once");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("own interfaces, not the host's; mount the host's: -v " + Container.OneFile, refused.Error);

        CommandResult trap = engine.Run(
            ["--network", "none", "--volume", "/proc:/host/proc:ro"], "--once", "--path.netdev=/host/proc/net/dev");
        Assert.Equal(1, trap.ExitCode);
        Assert.Contains("; start it with --path.netdev=/host/proc/1/net/dev", trap.Error);
    }
}
