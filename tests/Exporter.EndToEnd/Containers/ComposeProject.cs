using System;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>compose.yml as it is, up; taken down with all that it made when disposed.</summary>
internal sealed class ComposeProject : IDisposable
{
    private static readonly string[] Project = ["--project-name", "netdev-exporter-test"];

    private readonly DockerEngine engine;

    internal ComposeProject(DockerEngine engine)
    {
        this.engine = engine;
        try
        {
            engine.DockerBuild(["compose", .. Project, "up", "--detach", "--build"]);
        }
        catch (InvalidOperationException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The exporter's metrics, asked for from within its network.</summary>
    internal string ExporterPage()
    {
        string pid = InspectExporter("{{.State.Pid}}");
        return Command.Succeed("nsenter", ["--target", pid, "--net", "curl", "--silent", "--show-error", "--fail",
            "--max-time", "5", "http://127.0.0.1:8080/metrics"]);
    }

    /// <summary>What the engine knows about the exporter's container, by a template.</summary>
    internal string InspectExporter(string template) => engine.Docker(
        "inspect",
        "--format",
        template,
        engine.DockerBuild(["compose", .. Project, "ps", "--quiet", "netdev-exporter"]));

    public void Dispose() => engine.DockerBuild(["compose", .. Project, "down", "--volumes", "--timeout", "2"]);
}
