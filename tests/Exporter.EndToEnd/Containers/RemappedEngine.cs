using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>
/// A second Docker engine, whose containers are in a user namespace: <c>userns-remap</c>. It has no network but
/// <c>none</c>, and one image with the executable alone; and it runs in a network namespace of its own, since an engine
/// without a bridge takes away the one of another.
/// </summary>
/// <remarks>
/// Which users are mapped stands in /etc/subuid and /etc/subgid; files of the test's own are mounted over them, in the
/// mount namespace of this engine alone.
/// </remarks>
internal sealed class RemappedEngine : IDisposable
{
    private const int AnswerSeconds = 30;
    private const string Image = "netdev-exporter-remapped";

    private readonly TemporaryFolder folder = new();
    private readonly Process daemon;

    internal RemappedEngine(string executable)
    {
        Command.Succeed("chmod", ["711", folder.FullName]); // the mapped root has to get through
        string users = folder.Write("users", "nobody:100000:65536\nnogroup:100000:65536\n");
        string script = $"mount --bind '{users}' /etc/subuid; mount --bind '{users}' /etc/subgid; "
            + "exec dockerd \"$@\" 2>\"$0\"";
        daemon = Process.Start("unshare", [
            "--mount", "--propagation", "shared", "--net", "sh", "-e", "-c", script, folder.PathOf("log"),
            "--userns-remap", "nobody:nogroup", "--data-root", folder.PathOf("data"),
            "--exec-root", folder.PathOf("exec"), "--pidfile", folder.PathOf("pid"), "--host", Host,
            "--bridge", "none", "--iptables=false", "--ip6tables=false", "--ip-forward=false"]);
        try
        {
            Wait.Until(() => daemon.HasExited || Answers(), AnswerSeconds, "docker info");
            Import(executable);
        }
        catch (Exception exception)
        {
            string log = File.ReadAllText(folder.PathOf("log"));
            Dispose();
            throw new InvalidOperationException("the engine could not be started: " + log, exception);
        }
    }

    private string Host => "unix://" + folder.PathOf("socket");

    /// <summary>Runs the exporter in a container, which is then removed.</summary>
    /// <param name="options">Options of <c>docker run</c>.</param>
    internal CommandResult Run(IEnumerable<string> options, params string[] flags) =>
        Docker(["run", "--rm", .. options, Image, .. flags]);

    public void Dispose()
    {
        if (!daemon.HasExited)
        {
            Command.Run("kill", ["-TERM", $"{daemon.Id}"]);
            if (!daemon.WaitForExit(TimeSpan.FromSeconds(AnswerSeconds)))
            {
                daemon.Kill(entireProcessTree: true);
            }
        }

        daemon.Dispose();
        folder.Dispose();
    }

    private bool Answers() => Docker(["info", "--format", "{{.SecurityOptions}}"]).Output.Contains("name=userns");

    private void Import(string executable)
    {
        string archive = folder.PathOf("image.tar");
        string name = Path.GetFileName(executable);
        Command.Succeed("tar", ["-c", "-f", archive, "-C", Path.GetDirectoryName(executable)!, name]);
        string[] changes = ["USER 65534:65534", $"ENTRYPOINT [\"/{name}\"]"];
        CommandResult imported = Docker(
            ["import", .. changes.SelectMany(change => new[] { "--change", change }), archive, Image]);
        if (imported.ExitCode != 0)
        {
            throw new InvalidOperationException(imported.Error);
        }
    }

    private CommandResult Docker(IEnumerable<string> arguments) =>
        Command.Run("docker", ["--host", Host, .. arguments], AnswerSeconds);
}
