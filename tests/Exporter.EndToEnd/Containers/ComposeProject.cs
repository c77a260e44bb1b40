using System;
using System.Collections.Generic;
using System.Linq;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>
/// compose.yml as it is, and what a test lays over it, up; taken down with all that it made when disposed.
/// </summary>
internal sealed class ComposeProject : IDisposable
{
    private static readonly string[] Project = ["--project-name", "netdev-exporter-test"];

    private readonly DockerEngine engine;
    private readonly string[] compose;

    /// <param name="overlays">More files that compose reads behind compose.yml.</param>
    internal ComposeProject(DockerEngine engine, params string[] overlays)
        : this(Files(["compose.yml", .. overlays]), engine) => UpOrDown("--build");

    private ComposeProject(IEnumerable<string> where, DockerEngine engine)
    {
        this.engine = engine;
        compose = ["compose", .. Project, .. where];
    }

    /// <summary>Files that take the place of compose.yml, up.</summary>
    internal static ComposeProject Of(DockerEngine engine, params string[] files)
    {
        ComposeProject project = new(Files(files), engine);
        project.UpOrDown("--build");
        return project;
    }

    /// <summary>
    /// What a folder has, up, as <c>docker compose up</c> finds it there; the exporter's image must be there.
    /// </summary>
    internal static ComposeProject In(DockerEngine engine, string folder)
    {
        ComposeProject project = NotUpIn(engine, folder);
        project.UpOrDown();
        return project;
    }

    /// <summary>The same, not up yet.</summary>
    internal static ComposeProject NotUpIn(DockerEngine engine, string folder) =>
        new(["--project-directory", folder], engine);

    /// <summary>Runs <c>up --detach</c> with more options, again if need be.</summary>
    internal void Up(params string[] options) => engine.DockerBuild([.. compose, "up", "--detach", .. options]);

    /// <summary>The exporter's metrics, asked for from within its network.</summary>
    internal string ExporterPage()
    {
        string pid = InspectExporter("{{.State.Pid}}");
        return Tool.Succeed("nsenter", ["--target", pid, "--net", "curl", "--silent", "--show-error", "--fail",
            "--max-time", "5", "http://127.0.0.1:8080/metrics"]);
    }

    /// <summary>What the engine knows about the exporter's container, by a template.</summary>
    internal string InspectExporter(string template) =>
        engine.Docker("inspect", "--format", template, IdOf("netdev-exporter"));

    /// <summary>The same about another service's container.</summary>
    internal string Inspect(string service, string template) =>
        engine.Docker("inspect", "--format", template, IdOf(service));

    /// <summary>Everything that a service has said.</summary>
    internal string LogOf(string service) => engine.Try(10, "logs", IdOf(service)).Error;

    /// <summary>Stops a service, by SIGTERM.</summary>
    internal void Stop(string service) => engine.DockerBuild([.. compose, "stop", service]);

    /// <summary>Restarts a service, whose container stays the same.</summary>
    internal void Restart(string service) => engine.DockerBuild([.. compose, "restart", service]);

    /// <summary>The status of the answer to a request for the metrics, from within the exporter's network.</summary>
    internal string AskExporter(string authorization) => Tool.Succeed(
        "nsenter", ["--target", InspectExporter("{{.State.Pid}}"), "--net", "curl", "--silent", "--show-error",
            "--max-time", "5", "--output", "/dev/null", "--write-out", "%{http_code}",
            "--header", "Authorization: " + authorization, "http://127.0.0.1:8080/metrics"]);

    /// <summary>Runs the exporter a second time in its container, as the image's health check does.</summary>
    internal ToolResult CheckHealth() =>
        engine.Try(10, "exec", IdOf("netdev-exporter"), "/netdev-exporter", "--healthcheck");

    /// <summary>Everything that the exporter has said.</summary>
    internal string ExporterLog() => LogOf("netdev-exporter");

    public void Dispose() => engine.DockerBuild([.. compose, "down", "--volumes", "--timeout", "2"]);

    private void UpOrDown(params string[] options)
    {
        try
        {
            Up(options);
        }
        catch (InvalidOperationException)
        {
            Dispose();
            throw;
        }
    }

    private static IEnumerable<string> Files(IEnumerable<string> names) =>
        names.SelectMany(name => new[] { "--file", name });

    private string IdOf(string service) => engine.DockerBuild([.. compose, "ps", "--all", "--quiet", service]);
}
