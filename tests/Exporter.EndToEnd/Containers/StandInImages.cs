using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>
/// What stands in, under their own names, for the images that Dockerfile, compose.yml and src/Deploy name, as the
/// machines of these tests cannot pull any. <c>prepare.sh</c> makes them; the engine has to pull one that it could not.
/// </summary>
internal static partial class StandInImages
{
    private const int AnswerSeconds = 60;

    private static readonly string Folder = Path.Combine(Machine.Tools, "images");

    private static readonly string[] OfPrometheus =
    [
        "USER nobody",
        "WORKDIR /prometheus",
        "VOLUME /prometheus",
        "ENTRYPOINT [\"/bin/prometheus\"]",
        "CMD [\"--config.file=/etc/prometheus/prometheus.yml\", \"--storage.tsdb.path=/prometheus\"]",
    ];

    /// <summary>The SDK and the system of the Dockerfile's build stage.</summary>
    private static (string Name, string File, string[] Changes)[] OfBuild =>
    [
        (FromLine("sdk"), "sdk", ["ENV PATH=/bin"]),
        (FromLine("build"), "debian",
        [
            "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "ENV NUGET_CERT_REVOCATION_MODE=offline SSL_CERT_FILE=/etc/ssl/machine.crt",
        ]),
    ];

    /// <summary>Prometheus, as compose.yml calls it.</summary>
    internal static string PrometheusName => PrometheusLine().Match(ReadFile("compose.yml")).Groups[1].Value;

    /// <summary>One with a shell: what the Dockerfile builds in.</summary>
    internal static string ShellName => FromLine("build");

    /// <summary>Imports those that the engine has not, or has from other contents.</summary>
    internal static void Import(DockerEngine engine)
    {
        foreach ((string name, string file, string[] changes) in OfBuild)
        {
            Import(engine, name, file, changes);
        }

        Import(engine, PrometheusName, "prometheus", OfPrometheus);

        string nodeExporter = NodeExporterLine().Match(ReadFile("src/Deploy/compose.textfile.yml")).Groups[1].Value;
        Import(engine, nodeExporter, "node-exporter", "USER nobody", "ENTRYPOINT [\"/bin/node-exporter\"]");

        string caddy = CaddyLine().Match(ReadFile("src/Deploy/compose.proxy.yml")).Groups[1].Value;
        Import(engine, caddy, "caddy", "ENV PATH=/bin HOME=/tmp");
    }

    /// <summary>Imports what the Dockerfile builds with into an engine of one test's own.</summary>
    internal static void ImportBuild(PrivateEngine engine)
    {
        foreach ((string name, string file, string[] changes) in OfBuild)
        {
            engine.Import(Path.Combine(Folder, file + ".tar"), name, changes);
        }
    }

    /// <summary>Imports Prometheus into an engine of one test's own; returns the image's name.</summary>
    internal static string ImportPrometheus(PrivateEngine engine)
    {
        engine.Import(Path.Combine(Folder, "prometheus.tar"), PrometheusName, OfPrometheus);
        return PrometheusName;
    }

    private static void Import(DockerEngine engine, string name, string file, params string[] changes)
    {
        string archive = Path.Combine(Folder, file + ".tar");
        if (!File.Exists(archive))
        {
            return;
        }

        string digestFile = Path.Combine(Folder, file + ".digest");
        string digest = File.Exists(digestFile) ? File.ReadAllText(digestFile).Trim() : "any";
        ToolResult there = engine.Try(
            AnswerSeconds, "image", "inspect", "--format", "{{index .Config.Labels \"digest\"}}", name);
        if (there.ExitCode != 0 || there.Output.Trim() != digest)
        {
            IEnumerable<string> labelled = changes.Append("LABEL digest=" + digest);
            engine.DockerBuild(["import", .. labelled.SelectMany(x => new[] { "--change", x }), archive, name]);
        }
    }

    /// <summary>The image that a stage of the Dockerfile begins with.</summary>
    private static string FromLine(string stage) =>
        Regex.Match(ReadFile("Dockerfile"), $@"^FROM \S+ (\S+) AS {stage}$", RegexOptions.Multiline).Groups[1].Value;

    private static string ReadFile(string name) => File.ReadAllText(Path.Combine(Machine.Repository, name));

    [GeneratedRegex(@"^ +image: (caddy:\S+)$", RegexOptions.Multiline)]
    private static partial Regex CaddyLine();

    [GeneratedRegex(@"^ +image: (prom/\S+)$", RegexOptions.Multiline)]
    private static partial Regex PrometheusLine();

    [GeneratedRegex(@"^ +image: (prom/node-exporter\S+)$", RegexOptions.Multiline)]
    private static partial Regex NodeExporterLine();
}
