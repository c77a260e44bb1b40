using System;
using System.Text;
using NetdevExporter.Http.Message;

namespace NetdevExporter.Http;

/// <summary>The table of resources.</summary>
internal sealed class Site
{
    internal const string HealthyPath = "/-/healthy";
    internal const string ReadyPath = "/-/ready";

    private readonly Resource[] resources;
    private readonly string telemetryPath;
    private readonly string sourcePath;
    private readonly string version;

    /// <param name="telemetryPath">The path of the page.</param>
    /// <param name="sourcePath">The file that is read.</param>
    /// <param name="version">The version line.</param>
    /// <param name="periodic">A task that must succeed for the program to be ready; may be null.</param>
    internal Site(string telemetryPath, string sourcePath, string version, IPeriodicTask? periodic = null)
    {
        this.telemetryPath = telemetryPath;
        this.sourcePath = sourcePath;
        this.version = version.TrimEnd('\n');
        byte[] healthy = [.. "healthy\n"u8];
        byte[] ready = [.. "ready\n"u8];
        resources =
        [
            new(telemetryPath, ResponseHead.Exposition, write: null), // first: its path may be "/"
            new("/", ResponseHead.Html, (fault, out body) =>
            {
                body = WriteLanding(fault);
                return ResponseStatus.Ok;
            }),
            new(HealthyPath, ResponseHead.Text, (_, out body) =>
            {
                body = healthy;
                return ResponseStatus.Ok;
            })
            { IsStatic = true },
            new(ReadyPath, ResponseHead.Text, (fault, out body) =>
            {
                string reason = fault.Length > 0 ? fault : periodic?.Fault ?? "";
                body = reason.Length > 0 ? Encoding.UTF8.GetBytes(reason + "\n") : ready;
                return reason.Length > 0 ? ResponseStatus.ServiceUnavailable : ResponseStatus.Ok;
            }),
        ];
    }

    /// <summary>Finds the resource at a path; null if there is none.</summary>
    internal Resource? Find(ReadOnlySpan<byte> path)
    {
        foreach (Resource resource in resources)
        {
            if (path.SequenceEqual(resource.Path))
            {
                return resource;
            }
        }

        return null;
    }

    /// <summary>Writes the landing page, HTML.</summary>
    /// <param name="fault">Why the source cannot be read; empty if it can.</param>
    internal byte[] WriteLanding(string fault) =>
        Encoding.UTF8.GetBytes(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>netdev-exporter</title>\n"
            + "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:42em;margin:3em auto;padding:0 1em}</style>\n"
            + "</head>\n<body>\n<h1>netdev-exporter</h1>\n"
            + "<p>A Prometheus exporter of the host's network interfaces.</p>\n"
            + "<p><a href=\"" + Escape(telemetryPath) + "\">Metrics</a></p>\n"
            + "<p>They are read from <code>" + Escape(sourcePath) + "</code>"
            + (fault.Length == 0 ? "" : ": <strong>" + Escape(fault) + "</strong>")
            + ".</p>\n<p><a href=\"" + HealthyPath + "\">Healthy</a> says whether this process serves, <a href=\""
            + ReadyPath + "\">ready</a> whether that file can be read and is the host's.</p>\n"
            + "<p>" + Escape(version) + "</p>\n</body>\n</html>\n");

    private static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (char character in text)
        {
            _ = character switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '"' => escaped.Append("&quot;"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }
}
