using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>A running container of the exporter; removed when disposed.</summary>
internal sealed class Container : IDisposable
{
    /// <summary>The mount that compose.yml and README recommend.</summary>
    internal const string OneFile = "/proc/1/net/dev:/host/proc/1/net/dev:ro";

    private const int DefaultPort = 8080;
    private const int AnswerSeconds = 30;

    private readonly DockerEngine engine;
    private readonly string id;
    private readonly int port;

    private Container(DockerEngine engine, string id, int port)
    {
        this.engine = engine;
        this.id = id;
        this.port = port;
    }

    /// <summary>The first process, as the machine numbers it.</summary>
    internal int Pid => int.Parse(Inspect("{{.State.Pid}}"), CultureInfo.InvariantCulture);

    /// <summary>Starts one, hardened as in compose.yml, and waits until it answers.</summary>
    /// <param name="network">Where it is put: a network's name, <c>none</c> or <c>host</c>.</param>
    /// <param name="volume">What is mounted; empty for nothing.</param>
    /// <param name="options">More options of <c>docker run</c>.</param>
    internal static Container Start(DockerEngine engine, string network, string volume, params string[] options) =>
        StartWith(engine, network, volume, options, []);

    /// <summary>The same, with flags of the exporter that do not change where it listens, but by a port.</summary>
    /// <param name="ownPort">The port that the flags name; 0 for the default.</param>
    internal static Container StartWith(
        DockerEngine engine,
        string network,
        string volume,
        string[] options,
        string[] flags,
        int ownPort = 0)
    {
        string image = engine.RequireImage();
        List<string> arguments = ["run", "--detach", "--network", network];
        arguments.AddRange(["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"]);
        arguments.AddRange(["--pids-limit", "32", "--memory", "32m"]);
        arguments.AddRange(volume.Length > 0 ? ["--volume", volume] : []);
        int port = ownPort > 0 ? ownPort : DefaultPort;
        if (network == "host")
        {
            port = FreePort.Take();
            arguments.AddRange(["--env", $"NETDEV_EXPORTER_WEB_LISTEN_ADDRESS=127.0.0.1:{port}"]);
        }

        arguments.AddRange(options);
        arguments.AddRange([image, .. flags]);
        Container container = new(engine, engine.Docker([.. arguments]), port);
        try
        {
            Wait.Until(() => container.Ask("/-/healthy").ExitCode == 0, AnswerSeconds, "an answer from the container");
        }
        catch (TimeoutException exception)
        {
            string log = container.Log();
            container.Dispose();
            throw new InvalidOperationException("the container does not answer; its log: " + log, exception);
        }

        return container;
    }

    /// <summary>The metrics, asked for from within the container's network: the same for <c>none</c>.</summary>
    internal string Page()
    {
        ToolResult answer = Ask("/metrics");
        return answer.ExitCode == 0 ? answer.Output : throw new InvalidOperationException(answer.Error);
    }

    /// <summary>Asks for a path; curl's exit code is 22 when the answer is an error.</summary>
    internal ToolResult Ask(string path) => Tool.Run(
        "nsenter", ["--target", $"{Pid}", "--net", .. Curl($"http://127.0.0.1:{port}{path}")]);

    /// <summary>The metrics, asked for from the host, by the container's address in a network.</summary>
    internal string PageFromHost(string network) =>
        Tool.Succeed("curl", Curl($"http://{Address(network)}/metrics")[1..]);

    /// <summary>Where it listens in a network.</summary>
    internal IPEndPoint Address(string network) => new(
        IPAddress.Parse(Inspect("{{(index .NetworkSettings.Networks \"" + network + "\").IPAddress}}")), port);

    /// <summary>Runs the exporter a second time, in the same container.</summary>
    internal ToolResult Execute(params string[] flags) => ExecuteAs([], flags);

    /// <summary>The same, with options of <c>docker exec</c>.</summary>
    internal ToolResult ExecuteAs(string[] options, params string[] flags) =>
        engine.Try(AnswerSeconds, ["exec", .. options, id, "/netdev-exporter", .. flags]);

    /// <summary>Everything that the exporter has said on stderr.</summary>
    internal string Log() => engine.Try(AnswerSeconds, "logs", id).Error;

    /// <summary>What the engine knows about the container, by a template.</summary>
    internal string Inspect(string template) => engine.Docker("inspect", "--format", template, id);

    /// <summary>Runs <c>docker stop</c>, which sends SIGTERM; returns the exit code of the container.</summary>
    internal int Stop()
    {
        engine.Docker("stop", id);
        return int.Parse(Inspect("{{.State.ExitCode}}"), CultureInfo.InvariantCulture);
    }

    public void Dispose() => engine.Docker("rm", "--force", "--volumes", id);

    private static string[] Curl(string url) => ["curl", "--silent", "--show-error", "--fail", "--max-time", "5", url];
}
