using System;
using System.IO;

namespace NetdevExporter.Shared;

/// <summary>The checkout that this program was built in.</summary>
internal static class Checkout
{
    /// <summary>The folder above this program's that holds Exporter.sln.</summary>
    internal static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Exporter.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder
            ?? throw new InvalidOperationException("Exporter.sln is in no folder above " + AppContext.BaseDirectory);
    }
}
