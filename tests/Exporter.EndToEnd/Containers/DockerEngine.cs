using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>A Docker engine of the tests' own; the first test that asks for it starts it.</summary>
/// <remarks>
/// Its images and build cache stay in <c>out/tools/engine</c> for the next run; containers, networks, interfaces and
/// firewall rules do not stay.
/// </remarks>
public sealed class DockerEngine : IDisposable
{
    private const int AnswerSeconds = 60;
    private const int StopSeconds = 30;
    private const int BuildSeconds = 420;

    private static readonly string Folder = Path.Combine(Machine.Tools, "engine");
    private static readonly string PidFile = Path.Combine(Folder, "dockerd.pid");
    private static readonly string? Client = FirstOf("/usr/bin/docker", "/usr/local/bin/docker");

    /// <summary>The program of an engine; null where there is none.</summary>
    internal static string? Daemon { get; } = FirstOf("/usr/sbin/dockerd", "/usr/bin/dockerd");

    /// <summary>Skips under emulation, for a test that needs an engine.</summary>
    internal static void SkipUnderEmulation() =>
        Machine.SkipUnderEmulation("the engine and its images are of this machine's architecture");

    /// <summary>Holds the socket: a path that is short enough for one, which a repository's need not be.</summary>
    private readonly TemporaryFolder runtime = new();

    private readonly HostNetwork network = new(Path.Combine(Folder, "network-before"));
    private FileStream? sole;
    private Process? daemon;
    private string? image;
    private Exception? failure;

    private Dictionary<string, string?> Environment => new()
    {
        ["DOCKER_HOST"] = "unix://" + runtime.PathOf("docker.sock"),
        ["DOCKER_CONFIG"] = Path.Combine(Machine.Tools, "docker"),
        ["DOCKER_CONTEXT"] = null,
        ["DOCKER_BUILDKIT"] = "1",
    };

    /// <summary>Skips the test where there can be no engine; else there is one afterwards.</summary>
    internal void Require()
    {
        SkipUnderEmulation();
        Machine.RequireRoot();
        Machine.Require(Client is not null && Daemon is not null, "docker and dockerd");
        Assert.True(failure is null, $"the engine could not be started: {failure}");
        if (daemon is null)
        {
            try
            {
                Start();
            }
            catch (Exception exception)
            {
                failure = exception;
                throw;
            }
        }
    }

    /// <summary>Starts the engine if need be and builds the image, once; returns its name.</summary>
    internal string RequireImage()
    {
        Require();
        if (image is null)
        {
            // An empty REVISION, as compose.yml gives it: of the two builds, the second comes from the cache.
            Run(
                BuildSeconds, "build", "--quiet", "--build-arg", "REVISION=", "--tag", "netdev-exporter",
                Machine.Repository);
            image = "netdev-exporter";
        }

        return image;
    }

    /// <summary>Runs the Docker client, which must succeed; returns its output without the last line's end.</summary>
    internal string Docker(params string[] arguments) => Run(AnswerSeconds, arguments);

    /// <summary>The same, for what takes longer: building and importing images.</summary>
    internal string DockerBuild(params string[] arguments) => Run(BuildSeconds, arguments);

    /// <summary>Runs the Docker client, whatever it ends with.</summary>
    internal ToolResult Try(int seconds, params string[] arguments) =>
        Tool.Run(Client!, arguments, seconds, folder: Machine.Repository, environment: Environment);

    public void Dispose()
    {
        if (daemon is not null)
        {
            try
            {
                RemoveContainers();
                Try(AnswerSeconds, "image", "prune", "--force");
                Try(AnswerSeconds, "builder", "prune", "--force", "--keep-storage", "2GB");
            }
            finally
            {
                Stop(daemon);
                daemon.Dispose();
                network.Restore();
            }
        }

        runtime.Dispose();
        sole?.Dispose();
    }

    private void Start()
    {
        Directory.CreateDirectory(Folder);
        sole = WaitForLock();
        StopWhatWasLeft();
        network.Remember();

        ProcessStartInfo start = new("unshare", ["--mount", "--propagation", "private", "sh", "-e", "-c",
            MountNamespace.SharedWithin + "exec \"$0\" \"$@\"", Daemon!,
            "--data-root", Path.Combine(Folder, "data"),
            "--exec-root", runtime.PathOf("exec"),
            "--pidfile", PidFile,
            "--host", "unix://" + runtime.PathOf("docker.sock")])
        {
            RedirectStandardError = true,
        };
        StreamWriter log = File.CreateText(Path.Combine(Folder, "dockerd.log"));
        log.AutoFlush = true;
        daemon = Process.Start(start)!;
        daemon.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        daemon.BeginErrorReadLine();
        Wait.Until(() => daemon.HasExited || Answers(), AnswerSeconds, $"docker info; the log is {Folder}/dockerd.log");
        if (daemon.HasExited)
        {
            throw new InvalidOperationException($"dockerd ended at its start; the log is {Folder}/dockerd.log");
        }

        RemoveContainers();
        StandInImages.Import(this);
    }

    /// <summary>Some clients exit with 0 and an empty answer where there is no engine.</summary>
    private bool Answers() =>
        Try(AnswerSeconds, "info", "--format", "{{.ServerVersion}}") is { ExitCode: 0, Output.Length: > 1 };

    /// <summary>Two test runs in one checkout would share the engine's data: the second waits for the first.</summary>
    private static FileStream WaitForLock()
    {
        FileStream? file = null;
        Wait.Until(() => (file = TryLock()) is not null, BuildSeconds, $"another test run that holds {Folder}");
        return file!;
    }

    private static FileStream? TryLock()
    {
        try
        {
            return new(Path.Combine(Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A killed run leaves its engine, known by its pid file and this folder in its command line.</summary>
    private static void StopWhatWasLeft()
    {
        if (File.Exists(PidFile) && int.TryParse(File.ReadAllText(PidFile), out int pid)
            && File.Exists($"/proc/{pid}/cmdline") && File.ReadAllText($"/proc/{pid}/cmdline").Contains(Folder))
        {
            using Process left = Process.GetProcessById(pid);
            Stop(left);
        }
    }

    private static void Stop(Process process)
    {
        Instance.SignalProcess("TERM", process.Id);
        if (!process.WaitForExit(TimeSpan.FromSeconds(StopSeconds)))
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private void RemoveContainers()
    {
        string[] left = Docker("ps", "--all", "--quiet").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (left.Length > 0)
        {
            Docker(["rm", "--force", "--volumes", .. left]);
        }

        Docker("network", "prune", "--force");
    }

    private string Run(int seconds, params string[] arguments)
    {
        ToolResult result = Try(seconds, arguments);
        return result.ExitCode == 0
            ? result.Output.TrimEnd('\n')
            : throw new InvalidOperationException(
                $"docker {string.Join(' ', arguments)}: exit {result.ExitCode}\n{result.Output}{result.Error}");
    }

    private static string? FirstOf(params string[] paths) => Array.Find(paths, File.Exists);
}
