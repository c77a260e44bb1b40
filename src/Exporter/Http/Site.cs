using System;
using System.Text;
using NetdevExporter.Http.Message;

namespace NetdevExporter.Http;

/// <summary>What is served where: the routes, and the page that people see at <c>/</c>.</summary>
internal sealed class Site
{
    internal const string HealthyPath = "/-/healthy";
    internal const string ReadyPath = "/-/ready";

    private readonly byte[] telemetryPath;
    private readonly string sourcePath;
    private readonly string version;

    /// <param name="telemetryPath">Where the metrics are.</param>
    /// <param name="sourcePath">The file that is read.</param>
    /// <param name="version">What runs.</param>
    internal Site(string telemetryPath, string sourcePath, string version)
    {
        this.telemetryPath = Encoding.UTF8.GetBytes(telemetryPath);
        this.sourcePath = sourcePath;
        this.version = version.TrimEnd('\n');
    }

    /// <summary>The landing page, HTML.</summary>
    /// <param name="fault">Why the source can't be had; empty where it can.</param>
    internal byte[] Landing(string fault) =>
        Encoding.UTF8.GetBytes(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>netdev-exporter</title>\n"
            + "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:42em;margin:3em auto;padding:0 1em}</style>\n"
            + "</head>\n<body>\n<h1>netdev-exporter</h1>\n"
            + "<p>A Prometheus exporter of the host's network interfaces, whatever network this container is in.</p>\n"
            + "<p><a href=\"" + Escape(Encoding.UTF8.GetString(telemetryPath)) + "\">Metrics</a></p>\n"
            + "<p>They are read from <code>" + Escape(sourcePath) + "</code>"
            + (fault.Length == 0 ? "" : ": <strong>" + Escape(fault) + "</strong>")
            + ".</p>\n<p><a href=\"" + HealthyPath + "\">Healthy</a> says whether this process serves, <a href=\""
            + ReadyPath + "\">ready</a> whether that file can be read and is the host's.</p>\n"
            + "<p>" + Escape(version) + "</p>\n</body>\n</html>\n");

    /// <summary>Finds what a path stands for. The telemetry path comes first, so that <c>/</c> can be it.</summary>
    internal Route Find(ReadOnlySpan<byte> path)
    {
        if (path.SequenceEqual(telemetryPath))
        {
            return Route.Metrics;
        }

        if (path.SequenceEqual("/"u8))
        {
            return Route.Landing;
        }

        if (path.SequenceEqual("/-/healthy"u8))
        {
            return Route.Healthy;
        }

        return path.SequenceEqual("/-/ready"u8) ? Route.Ready : Route.None;
    }

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
