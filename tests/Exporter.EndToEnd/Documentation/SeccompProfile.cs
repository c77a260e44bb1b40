using System;
using System.Linq;
using System.Text.Json;

namespace NetdevExporter.EndToEnd.Documentation;

/// <summary>The seccomp profile seccomp.json, in the three parts that its comments tell apart.</summary>
internal sealed class SeccompProfile
{
    private const string Name = "seccomp.json";

    private readonly string json = DeployFiles.Read(Name);

    internal SeccompProfile()
    {
        using JsonDocument document = JsonDocument.Parse(json);
        string[][] parts =
        [
            .. document.RootElement.GetProperty("syscalls").EnumerateArray().Select(
                part => part.GetProperty("names").EnumerateArray().Select(name => name.GetString()!).ToArray()),
        ];
        (Always, Sometimes, Runtime) = (parts[0], parts[1], parts[2]);
    }

    /// <summary>Every life of the exporter makes these calls.</summary>
    internal string[] Always { get; }

    /// <summary>It makes these by chance, on another kernel or processor, or linked against another library.</summary>
    internal string[] Sometimes { get; }

    /// <summary>The container runtime makes these between the filter and the exporter.</summary>
    internal string[] Runtime { get; }

    /// <summary>The file itself.</summary>
    internal static string FullName { get; } = DeployFiles.PathOf(Name);

    /// <summary>Writes the profile without one call; returns the file's name.</summary>
    internal string WriteWithout(string call, TemporaryFolder folder) =>
        folder.Write(Name, json.Replace($"\"{call}\"", "\"read\"", StringComparison.Ordinal));
}
