using System;
using System.Text;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>The small page at <c>/</c> without the live page: what this is, and where the metrics are.</summary>
/// <param name="telemetryPath">The path of the metrics.</param>
/// <param name="sourcePath">The file that is read.</param>
/// <param name="version">The version line, without its LF.</param>
internal sealed class LandingPage(string telemetryPath, string sourcePath, string version)
{
    private readonly byte[] telemetryPath = Encoding.UTF8.GetBytes(telemetryPath);
    private readonly byte[] sourcePath = Encoding.UTF8.GetBytes(sourcePath);
    private readonly byte[] version = Encoding.UTF8.GetBytes(version);

    /// <summary>
    /// Allows a browser to apply its one style, by its digest, and to follow its links, but nothing else. No other page
    /// may frame it.
    /// </summary>
    internal static ReadOnlySpan<byte> ContentPolicy =>
        "default-src 'none'; style-src 'sha256-Rai323ecH3aQteZNJmUha04gRNzAVcWln8uGGF9Mxg8='; "u8
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"u8;

    /// <summary>Writes it, HTML.</summary>
    /// <param name="fault">Why the source cannot be read; empty if it can.</param>
    internal void Write(ReadOnlySpan<byte> fault, ref ByteWriter html)
    {
        html.Write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"u8
            + "<meta name=\"viewport\" content=\"width=device-width\">\n"u8
            + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>netdev-exporter</title>\n"u8
            + "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:42em;margin:3em auto;padding:0 1em}</style>\n"u8
            + "</head>\n<body>\n<main>\n<h1>netdev-exporter</h1>\n"u8
            + "<p>A Prometheus exporter of the host's network interfaces.</p>\n<p><a href=\""u8);
        HtmlText.Write(ref html, telemetryPath);
        html.Write("\">Metrics</a></p>\n<p>They are read from <code>"u8);
        HtmlText.Write(ref html, sourcePath);
        html.Write("</code>"u8);
        if (!fault.IsEmpty)
        {
            html.Write(": <strong>"u8);
            HtmlText.Write(ref html, fault);
            html.Write("</strong>"u8);
        }

        html.Write(".</p>\n<p><a href=\"/-/healthy\">Healthy</a> says whether this process serves, "u8
            + "<a href=\"/-/ready\">ready</a> whether that file can be read and is the host's.</p>\n<p>"u8);
        HtmlText.Write(ref html, version);
        html.Write("</p>\n</main>\n</body>\n</html>\n"u8);
    }
}
