using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using NetdevExporter.EndToEnd.Executable;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>
/// A Docker engine of one test's own beside the shared one, in namespaces of its own; gone, with all that it made,
/// when disposed.
/// </summary>
internal sealed class PrivateEngine : IDisposable
{
    private const int AnswerSeconds = 300; // the release's engine runs at the lowest priority
    private const int StopSeconds = 60;
    private const int CommandSeconds = 900; // an archive of 400 MB is imported

    private readonly TemporaryFolder folder = new();
    private readonly Process launcher;

    private static readonly string NextRelease = Path.Combine(Machine.Tools, "docker-next", "usr");

    /// <param name="daemon">The program of the engine.</param>
    /// <param name="launch">The program that makes the namespaces, and its arguments.</param>
    /// <param name="prelude">
    /// A script that runs in them before dockerd takes its place; <c>$FOLDER</c> is the engine's.
    /// </param>
    /// <param name="flags">More flags of dockerd.</param>
    private PrivateEngine(string daemon, IEnumerable<string> launch, string prelude, params string[] flags)
    {
        Tool.Succeed("chmod", ["711", folder.FullName]); // a user namespace's root has to get through
        string script = "FOLDER=$0; " + MountNamespace.SharedWithin + prelude + $"exec '{daemon}' \"$@\" 2>\"$0/log\"";
        launcher = Process.Start(launch.First(), [
            .. launch.Skip(1), "sh", "-e", "-c", script, folder.FullName,
            "--data-root", folder.PathOf("data"), "--exec-root", folder.PathOf("exec"),
            "--pidfile", folder.PathOf("pid"), "--host", Host, .. flags]);
        try
        {
            Wait.Until(() => launcher.HasExited || Answers(), AnswerSeconds, "docker info");
            Succeed("info");
        }
        catch (Exception exception)
        {
            string log = File.Exists(folder.PathOf("log")) ? File.ReadAllText(folder.PathOf("log")) : "none";
            Dispose();
            throw new InvalidOperationException("the engine could not be started; its log: " + log, exception);
        }
    }

    /// <summary>Where it is asked: the environment of a client.</summary>
    internal Dictionary<string, string?> Environment => new()
    {
        ["DOCKER_HOST"] = Host,
        ["DOCKER_CONFIG"] = Path.Combine(Machine.Tools, "docker"),
        ["DOCKER_CONTEXT"] = null,
    };

    private string Host => "unix://" + folder.PathOf("socket");

    /// <summary>
    /// One whose containers are in a user namespace: <c>userns-remap</c>. It has no network but <c>none</c>, and a
    /// network namespace of its own, since an engine without a bridge takes away the one of another.
    /// </summary>
    /// <remarks>
    /// Which users are mapped stands in /etc/subuid and /etc/subgid; files of the test's own are mounted over them, in
    /// the mount namespace of this engine alone.
    /// </remarks>
    internal static PrivateEngine Remapped() => new(
        DockerEngine.Daemon!,
        ["unshare", "--mount", "--propagation", "private", "--net"],
        "printf 'nobody:100000:65536\\nnogroup:100000:65536\\n' >\"$FOLDER/users\"; "
        + "mount --bind \"$FOLDER/users\" /etc/subuid; mount --bind \"$FOLDER/users\" /etc/subgid; ",
        "--userns-remap", "nobody:nogroup", "--bridge", "none", "--iptables=false", "--ip6tables=false",
        "--ip-forward=false");

    /// <summary>
    /// One that is as on a host of its own: process 1 is its own, and the network is a namespace that is there.
    /// </summary>
    internal static PrivateEngine OnHost(PrivateNetwork network) => new(
        DockerEngine.Daemon!,
        ["nsenter", "--net=" + network.FullName, "unshare", "--mount", "--propagation", "private", "--pid", "--fork",
            "--kill-child"],
        "mount -t proc proc /proc; ");

    /// <summary>
    /// The engine of the next Debian release, with containerd's image store, which holds images of several platforms.
    /// Its containers have the host's network or none.
    /// </summary>
    /// <param name="bridge">
    /// A bridge that is there, which an engine has to have: without one it takes away that of another.
    /// </param>
    internal static PrivateEngine OfSeveralPlatforms(string bridge) => new(
        Path.Combine(NextRelease, "sbin", "dockerd"),
        ["nice", "-n", Builds.Niceness, "unshare", "--mount", "--propagation", "private"],
        $"PATH='{NextRelease}/bin:{NextRelease}/sbin':\"$PATH\"; export PATH; "
        + "echo '{\"features\": {\"containerd-snapshotter\": true}}' >\"$FOLDER/daemon.json\"; "
        + "set -- --config-file \"$FOLDER/daemon.json\" \"$@\"; ",
        "--bridge", bridge, "--iptables=false", "--ip6tables=false", "--ip-forward=false");

    /// <summary>Runs the Docker client, whatever it ends with.</summary>
    internal ToolResult Try(params IEnumerable<string> arguments) =>
        Tool.Run("docker", ["--host", Host, .. arguments], AnswerSeconds);

    /// <summary>Runs the Docker client, which must succeed; returns its output without the last line's end.</summary>
    internal string Succeed(params IEnumerable<string> arguments) =>
        Tool.Succeed("docker", ["--host", Host, .. arguments], CommandSeconds).TrimEnd('\n');

    /// <summary>Makes an image with the executable alone.</summary>
    internal void ImportExecutable(string image)
    {
        string archive = folder.PathOf("image.tar");
        string name = Path.GetFileName(Machine.Executable);
        Tool.Succeed("tar", ["-c", "-f", archive, "-C", Path.GetDirectoryName(Machine.Executable)!, name]);
        Import(
            archive, image, "USER 60808:60808", $"ENTRYPOINT [\"/{name}\"]",
            $"HEALTHCHECK --interval=30s --timeout=5s CMD [\"/{name}\", \"--healthcheck\"]"); // as the Dockerfile's
    }

    /// <summary>Makes an image of an archive of files.</summary>
    internal void Import(string archive, string image, params string[] changes) => Succeed(
        ["import", .. changes.SelectMany(change => new[] { "--change", change }), archive, image]);

    public void Dispose()
    {
        if (!launcher.HasExited)
        {
            string child = File.ReadAllText($"/proc/{launcher.Id}/task/{launcher.Id}/children").Trim();
            bool isForked = child.Length > 0 && File.ReadAllText($"/proc/{launcher.Id}/comm").Trim() == "unshare";
            Instance.SignalProcess("TERM", isForked ? int.Parse(child) : launcher.Id);
            if (!launcher.WaitForExit(TimeSpan.FromSeconds(StopSeconds)))
            {
                launcher.Kill(entireProcessTree: true);
            }
        }

        launcher.Dispose();
        folder.Dispose();
    }

    /// <summary>Some clients exit with 0 and an empty answer where there is no engine.</summary>
    private bool Answers() => Try("info", "--format", "{{.ServerVersion}}") is { ExitCode: 0, Output.Length: > 1 };
}
