using System.IO;
using Xunit;

namespace NetdevExporter.EndToEnd;

/// <summary>The releases of Prometheus that the tests have, as prepare.sh fetches them.</summary>
internal static class PrometheusRelease
{
    /// <summary>The one of the machine's own distribution.</summary>
    internal const string Machines = "the machine's";

    /// <summary>The long-term line that compose.yml and stack.yml name, whatever its latest release is.</summary>
    internal const string Third = "3";

    internal static TheoryData<string> All => [Machines, Third];

    /// <summary>The path of prometheus or promtool; skips the test, by name and release, where it is missing.</summary>
    internal static string Program(string name, string release)
    {
        string folder = release == Third ? Path.Combine("prometheus-3", "usr", "bin") : "";
        string path = Path.Combine(Machine.Tools, folder, name);
        Machine.Require(File.Exists(path), $"{name}, release {release} (tests/Exporter.EndToEnd/prepare.sh)");
        return path;
    }
}
