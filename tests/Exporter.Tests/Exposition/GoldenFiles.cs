using System.Collections.Generic;
using System.IO;
using System.Linq;
using NetdevExporter.Exposition;

namespace NetdevExporter.Tests.Exposition;

/// <summary>
/// Files and the pages that they become: <c>Golden/case.netdev</c> and <c>Golden/case.scheme.prom</c>.
/// </summary>
internal static class GoldenFiles
{
    /// <summary>Set to 1, it makes the pages be written anew from their inputs.</summary>
    internal const string UpdateVariable = "UPDATE_GOLDEN";

    internal static string Folder { get; } = Repository.PathOf("tests", "Exporter.Tests", "Golden");

    /// <summary>The inputs' names without their ending.</summary>
    internal static IEnumerable<string> Cases =>
        Directory.EnumerateFiles(Folder, "*.netdev").Select(path => Path.GetFileNameWithoutExtension(path)).Order();

    /// <summary>The pages' names.</summary>
    internal static IEnumerable<string> Pages =>
        from name in Cases from scheme in NameScheme.All select $"{name}.{scheme.Name}.prom";

    /// <summary>Makes all pages from their inputs.</summary>
    internal static void Update(string folder)
    {
        using FastPage fast = new();
        foreach (string name in Cases)
        {
            string text = Latin1.Text(File.ReadAllBytes(Path.Combine(Folder, name + ".netdev")));
            for (int scheme = 0; scheme < NameScheme.All.Length; scheme++)
            {
                string page = Path.Combine(folder, $"{name}.{NameScheme.All[scheme].Name}.prom");
                File.WriteAllBytes(page, Latin1.Bytes(fast.Write(text, scheme)));
            }
        }
    }
}
