using System;
using System.IO;
using System.Text;

namespace NetdevExporter.EndToEnd;

/// <summary>A folder of one test's own; gone with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string FullName { get; } = Directory.CreateTempSubdirectory("netdev-exporter-").FullName;

    /// <summary>The full name of something in the folder.</summary>
    internal string PathOf(string name) => Path.Combine(FullName, name);

    /// <summary>Writes a file whose characters are its bytes (Latin-1), so that a text can hold any byte.</summary>
    /// <returns>Its full name.</returns>
    internal string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text, Encoding.Latin1);
        return PathOf(name);
    }

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
