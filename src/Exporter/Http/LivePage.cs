using System;
using System.Text;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>
/// The page at <c>/</c>, which shows the interfaces as their counters grow: its HTML, whose markers are replaced each
/// time. The other files of the page are served as they are.
/// </summary>
/// <param name="telemetryPath">The path of the metrics.</param>
/// <param name="source">Writes the totals.</param>
internal sealed class LivePage(string telemetryPath, IPageSource source)
{
    /// <summary>The metrics' address, relative to the page's: a proxy may serve both below a path of its own.</summary>
    private readonly byte[] metrics = Encoding.UTF8.GetBytes("." + telemetryPath);

    /// <summary>
    /// Allows a browser to load the page's own files and the metrics, but nothing from anywhere else, and nothing
    /// inline. No other page may frame it.
    /// </summary>
    internal static ReadOnlySpan<byte> ContentPolicy =>
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "u8
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"u8;

    private static ReadOnlySpan<byte> Totals => "{totals}"u8;

    /// <summary>Writes the page with the totals of the last reading.</summary>
    /// <param name="fault">Why the source cannot be read; empty if it can.</param>
    internal void Write(ReadOnlySpan<byte> fault, ref ByteWriter html)
    {
        ReadOnlySpan<byte> end = WriteStart("none"u8, ref html);
        if (fault.IsEmpty)
        {
            int start = html.Length;
            WriteText(end, "none"u8, ref html);
            int endLength = html.Length - start;
            html.Truncate(start);
            ByteWriter totals = new(html.Reserve(endLength)[..^endLength]);
            source.WriteTotals(ref totals);
            html.Advance(totals.Length);
        }
        else
        {
            html.Write("<p>"u8);
            HtmlText.Write(ref html, fault);
            html.Write("</p>"u8);
        }

        WriteText(end, "none"u8, ref html);
    }

    /// <summary>Writes the page for a client without the token: a form for it, and nothing of the host.</summary>
    internal void WritePublic(ref ByteWriter html)
    {
        ReadOnlySpan<byte> end = WriteStart("required"u8, ref html);
        html.Write("<p>This page needs JavaScript to send the token. Scripts send "u8
            + "<code>Authorization: Bearer TOKEN</code> to the metrics' path.</p>"u8);
        WriteText(end, "required"u8, ref html);
    }

    /// <summary>Writes the part before the totals, and returns the part behind.</summary>
    private ReadOnlySpan<byte> WriteStart(scoped ReadOnlySpan<byte> token, ref ByteWriter html)
    {
        ReadOnlySpan<byte> file = PageFiles.Html;
        int totals = file.IndexOf(Totals);
        WriteText(file[..totals], token, ref html);
        return file[(totals + Totals.Length)..];
    }

    /// <summary>Writes a part of the file, with the markers other than that of the totals replaced.</summary>
    private void WriteText(scoped ReadOnlySpan<byte> text, scoped ReadOnlySpan<byte> token, ref ByteWriter html)
    {
        int marker = text.IndexOf((byte)'{');
        while (marker >= 0)
        {
            html.Write(text[..marker]);
            text = text[marker..];
            if (text.StartsWith("{metrics}"u8))
            {
                HtmlText.Write(ref html, metrics);
            }
            else
            {
                html.Write(token);
            }

            text = text[(text.IndexOf((byte)'}') + 1)..];
            marker = text.IndexOf((byte)'{');
        }

        html.Write(text);
    }
}
