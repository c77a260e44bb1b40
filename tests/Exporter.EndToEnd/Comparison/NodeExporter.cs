using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace NetdevExporter.EndToEnd.Comparison;

/// <summary>A real node_exporter with the collectors that this exporter can take the place of, and no other.</summary>
internal sealed class NodeExporter : IDisposable
{
    private const int StartSeconds = 10;

    /// <summary>
    /// With them it shows every interface: Debian's 1.5.0 leaves out lo unless told otherwise.
    /// </summary>
    private static readonly string[] Collectors =
    [
        "--collector.disable-defaults", "--collector.netdev", "--collector.netclass", "--collector.bonding",
        "--collector.uname", "--collector.netdev.device-exclude=",
    ];

    private readonly string address = $"127.0.0.1:{FreePort.Take()}";
    private readonly string[] launcher;
    private readonly Process process;
    private readonly Task<string> log;

    /// <param name="release">The release of Debian that it is from, one of <see cref="Releases"/>.</param>
    /// <param name="network">The network namespace that it is in; null for this machine's own.</param>
    internal NodeExporter(string release, PrivateNetwork? network, params string[] flags)
    {
        launcher = network?.Launcher ?? ["env"];
        string[] all = ["--web.listen-address=" + address, .. Collectors, .. flags];
        ProcessStartInfo start = new(launcher[0], [.. launcher[1..], Program(release), .. all])
        {
            RedirectStandardError = true,
        };
        process = Process.Start(start)!;
        log = process.StandardError.ReadToEndAsync();
        Wait.Until(() => process.HasExited || TryFetch() is not null, StartSeconds, "node_exporter");
    }

    /// <summary>The releases of Debian that prepare.sh takes it from: 1.5, 1.9 and the newest.</summary>
    internal static TheoryData<string> Releases => ["bookworm", "trixie", "forky"];

    /// <summary>Gets the page.</summary>
    internal OpenPage GetPage() => TryFetch() is string text
        ? OpenPage.Parse(text)
        : throw new InvalidOperationException(process.HasExited ? log.Result : $"{address} does not answer");

    /// <summary>What it says of its version.</summary>
    internal static string VersionOf(string release) =>
        Tool.Run(Program(release), ["--version"]).Output.Split('\n').First();

    public void Dispose() => Tool.End(process);

    private static string Program(string release)
    {
        string path = Path.Combine(Machine.Tools, "node-exporters", release, "usr/bin/prometheus-node-exporter");
        Machine.Require(File.Exists(path), $"the node_exporter of {release} (tests/Exporter.EndToEnd/prepare.sh)");
        return path;
    }

    private string? TryFetch()
    {
        ToolResult result = Tool.Run(
            launcher[0], [.. launcher[1..], "curl", "--silent", "--fail", "--max-time", "5", $"{address}/metrics"]);
        return result.ExitCode == 0 ? result.Output : null;
    }
}
