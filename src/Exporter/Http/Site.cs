using System;
using System.Text;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>The table of resources.</summary>
internal sealed class Site
{
    internal const string HealthyPath = "/-/healthy";
    internal const string ReadyPath = "/-/ready";

    private const string RootPath = "/";

    private readonly Resource[] resources;

    /// <param name="telemetryPath">The path of the page; <c>/</c> leaves no place for a page for browsers.</param>
    /// <param name="sourcePath">The file that is read.</param>
    /// <param name="version">The version line.</param>
    /// <param name="live">Writes the totals on the live page; null for the landing page in its place.</param>
    /// <param name="periodic">A task that must succeed for the program to be ready; may be null.</param>
    internal Site(
        string telemetryPath,
        string sourcePath,
        string version,
        IPageSource? live = null,
        IPeriodicTask? periodic = null)
    {
        Resource[] own =
        [
            new(telemetryPath, ResponseHead.Exposition, write: null) { IsCompressible = true },
            new(HealthyPath, ResponseHead.Text, (_, ref body) => WriteText("healthy\n"u8, ref body))
            { IsStatic = true },
            new(ReadyPath, ResponseHead.Text, (fault, ref body) => WriteReady(fault, periodic, ref body)),
        ];
        resources = telemetryPath == RootPath ? own
            : live is null ? [.. own, CreateLanding(new(telemetryPath, sourcePath, version.TrimEnd('\n')))]
            : [.. own, CreateLive(new(telemetryPath, live)), .. CreateFiles()];
    }

    /// <summary>Whether a path is that of a resource other than the metrics, with the live page or without.</summary>
    internal static bool IsReserved(string path)
    {
        bool isReserved = path is HealthyPath or ReadyPath;
        foreach (Resource file in CreateFiles())
        {
            isReserved |= Encoding.UTF8.GetBytes(path).AsSpan().SequenceEqual(file.Path);
        }

        return isReserved;
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

    private static Resource CreateLanding(LandingPage landing) =>
        new(
            RootPath,
            ResponseHead.Html,
            (fault, ref body) =>
            {
                landing.Write(fault, ref body);
                return ResponseStatus.Ok;
            },
            LandingPage.ContentPolicy);

    private static Resource CreateLive(LivePage page)
    {
        Resource open = new(
            RootPath,
            ResponseHead.Html,
            (_, ref body) =>
            {
                page.WritePublic(ref body);
                return ResponseStatus.Ok;
            },
            LivePage.ContentPolicy)
        { IsStatic = true, IsCompressible = true };
        return new(
            RootPath,
            ResponseHead.Html,
            (fault, ref body) =>
            {
                page.Write(fault, ref body);
                return ResponseStatus.Ok;
            },
            LivePage.ContentPolicy)
        { IsCompressible = true, Public = open };
    }

    /// <summary>The files that the live page loads.</summary>
    private static Resource[] CreateFiles() =>
    [
        CreateFile("/-/page.css", "text/css; charset=utf-8"u8, PageFiles.CssTag, static (_, ref body) =>
            WriteText(PageFiles.Css, ref body)),
        CreateFile("/-/page.js", ResponseHead.Script, PageFiles.ScriptTag, static (_, ref body) =>
            WriteText(PageFiles.Script, ref body)),
        CreateFile("/-/metrics.js", ResponseHead.Script, PageFiles.MetricsScriptTag, static (_, ref body) =>
            WriteText(PageFiles.MetricsScript, ref body)),
        CreateFile("/-/icon.svg", "image/svg+xml"u8, PageFiles.IconTag, static (_, ref body) =>
            WriteText(PageFiles.Icon, ref body)),
    ];

    private static Resource CreateFile(
        string path, ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> entityTag, Resource.BodyWriter write) =>
        new(path, contentType, write, entityTag: entityTag) { IsStatic = true, IsCompressible = true };

    private static ResponseStatus WriteText(ReadOnlySpan<byte> text, ref ByteWriter body)
    {
        body.Write(text);
        return ResponseStatus.Ok;
    }

    private static ResponseStatus WriteReady(ReadOnlySpan<byte> fault, IPeriodicTask? periodic, ref ByteWriter body)
    {
        string other = fault.IsEmpty ? periodic?.Fault ?? "" : "";
        if (fault.IsEmpty && other.Length == 0)
        {
            return WriteText("ready\n"u8, ref body);
        }

        body.Write(fault.IsEmpty ? Encoding.UTF8.GetBytes(other) : fault);
        body.Write("\n"u8);
        return ResponseStatus.ServiceUnavailable;
    }
}
