using System.Collections.Generic;
using System.IO;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>An engine with <c>userns-remap</c>: the mounts show the host's table there too.</summary>
[Collection(SharedEngine.Name)]
public sealed class UserNamespaceTests
{
    private const string Image = "netdev-exporter-remapped";

    [Fact]
    public void Under_userns_remap_each_mount_shows_the_hosts_table_and_nothing_mounted_is_refused()
    {
        DockerEngine.SkipUnderEmulation();
        Machine.RequireRoot();
        Machine.Require(DockerEngine.Daemon is not null && File.Exists("/etc/subuid"), "dockerd and /etc/subuid");
        using PrivateEngine engine = PrivateEngine.Remapped();
        Assert.Contains("name=userns", engine.Succeed("info", "--format", "{{.SecurityOptions}}"));
        engine.ImportExecutable(Image);
        string[] volumes =
        [
            Container.OneFile, "/proc/1/net:/host/proc/1/net:ro", "/proc:/host/proc:ro", "/:/host:ro,rslave",
        ];
        foreach (string volume in volumes)
        {
            ToolResult shown = Run(engine, ["--network", "none", "--volume", volume], "--once");
            Assert.True(shown.Error.Length == 0, $"{volume}: {shown.Error}");
            Assert.Contains("namespace=\"host\"} 1\n", shown.Output);
        }

        ToolResult refused = Run(engine, ["--network", "none"], "--once");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("own interfaces, not the host's; mount the host's: -v " + Container.OneFile, refused.Error);

        ToolResult trap = Run(
            engine, ["--network", "none", "--volume", "/proc:/host/proc:ro"],
            "--once", "--path.netdev=/host/proc/net/dev");
        Assert.Equal(1, trap.ExitCode);
        Assert.Contains("; start it with --path.netdev=/host/proc/1/net/dev", trap.Error);
    }

    private static ToolResult Run(PrivateEngine engine, IEnumerable<string> options, params string[] flags) =>
        engine.Try(["run", "--rm", .. options, Image, .. flags]);
}
