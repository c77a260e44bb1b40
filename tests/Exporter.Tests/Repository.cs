using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NetdevExporter.Tests;

/// <summary>The checkout that this program was built in.</summary>
internal static class Repository
{
    /// <summary>The folder above this program's that holds Exporter.sln.</summary>
    internal static string Root { get; } = FindRoot();

    internal static string PathOf(params string[] names) => Path.Combine([Root, .. names]);

    /// <summary>The product's sources, by their path below src/Exporter, with slashes.</summary>
    internal static IReadOnlyDictionary<string, string> Sources { get; } = ReadSources();

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Exporter.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException(
            "Exporter.sln is in no folder above " + AppContext.BaseDirectory);
    }

    private static Dictionary<string, string> ReadSources()
    {
        string folder = PathOf("src", "Exporter");
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllText);
    }
}
