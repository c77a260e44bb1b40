using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NetdevExporter.Tests;

/// <summary>The files of the checkout that this program was built in.</summary>
internal static class Repository
{
    internal static string Root => Checkout.Root;

    internal static string PathOf(params string[] names) => Path.Combine([Root, .. names]);

    /// <summary>The product's sources, by their path below src/Exporter, with slashes.</summary>
    internal static IReadOnlyDictionary<string, string> Sources { get; } = ReadSources();

    private static Dictionary<string, string> ReadSources()
    {
        string folder = PathOf("src", "Exporter");
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllText);
    }
}
