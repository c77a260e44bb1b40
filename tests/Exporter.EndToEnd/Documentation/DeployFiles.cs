using System.IO;

namespace NetdevExporter.EndToEnd.Documentation;

/// <summary>The files of src/Deploy, which people use as they are.</summary>
internal static class DeployFiles
{
    private static readonly string Folder = Path.Combine(Machine.Repository, "src", "Deploy");

    internal static string PathOf(string name) => Path.Combine(Folder, name);

    internal static string Read(string name) => File.ReadAllText(PathOf(name));
}
