using System.IO;
using System.Linq;
using NetdevExporter.EndToEnd.Boards;
using Xunit;

namespace NetdevExporter.EndToEnd.Documentation;

/// <summary>The unit, started by a systemd that is process 1 of a machine of its own, booted in software.</summary>
public sealed class SystemdTests
{
    private const int BootSeconds = 180;
    private const string Systemd = "/usr/lib/systemd/systemd";

    [Fact]
    public void Systemd_starts_the_unit_and_it_serves_the_hosts_table_behind_its_walls()
    {
        Board board = Board.Named("amd64-5.10");
        board.Require();
        bool isSame = Machine.Architecture == board.Architecture;
        Assert.SkipUnless(isSame, "this machine's systemd is of another architecture");
        Machine.Require(File.Exists(Systemd), "systemd");
        using TemporaryFolder folder = new();
        string unit = DeployFiles.PathOf("netdev-exporter.service");
        ToolResult result = Tool.Run(
            Path.Combine(Machine.Repository, "tests/Exporter.EndToEnd/Documentation/boot-unit.sh"),
            [folder.FullName, board.KernelFile, board.Busybox, board.Executable, unit], BootSeconds);
        string[] console = [.. result.Output.Split('\n').Select(line => line.TrimEnd('\r'))];
        string[] expected =
        [
            "ready", "netdev_source_info{path=\"/proc/1/net/dev\",namespace=\"host\"} 1",
            "CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2",
        ];
        Assert.True(!expected.Except(console).Any(), result.Output + result.Error);
        Assert.Contains(console, line => line.StartsWith("netdev_receive_bytes_total{interface=\"lo\"} "));
    }
}
