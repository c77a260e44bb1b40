using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NetdevExporter.EndToEnd.Documentation;

/// <summary>The seccomp profile that README gives, in the three parts that its comments tell apart.</summary>
internal sealed partial class SeccompProfile
{
    private readonly string json;

    internal SeccompProfile()
    {
        string readme = File.ReadAllText(Path.Combine(Machine.Repository, "README.md"));
        json = JsonBlock().Match(readme).Groups[1].Value;
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

    /// <summary>Writes the profile, without one call where one is given; returns the file's name.</summary>
    internal string Write(TemporaryFolder folder, string without = "none") =>
        folder.Write("seccomp.json", json.Replace($"\"{without}\"", "\"read\"", StringComparison.Ordinal));

    [GeneratedRegex("```json\n(.*?SCMP_ACT_ERRNO.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
