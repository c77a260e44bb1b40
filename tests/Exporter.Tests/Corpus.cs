using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NetdevExporter.Tests;

/// <summary>
/// Texts that damage begins from, besides the tables of the tests: <c>Corpus/folder/name.txt</c>. A file's own line
/// ends are nothing; <c>\r</c>, <c>\n</c> and <c>\xFF</c> are bytes. What a fault prints can be a file as it is.
/// </summary>
internal static class Corpus
{
    /// <summary>Real files and lines of a container host, and what fuzzing has found.</summary>
    internal static IReadOnlyList<string> NetDev { get; } = Read("netdev");

    /// <summary>Requests as clients send them, one or several.</summary>
    internal static IReadOnlyList<string> Http { get; } = Read("http");

    private static string[] Read(string folder) =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("tests", "Exporter.Tests", "Corpus", folder), "*.txt").Order()
            .Select(path => Latin1.Unescape(string.Concat(File.ReadAllLines(path)))),
    ];
}
