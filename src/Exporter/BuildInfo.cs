using System.Runtime.InteropServices;

namespace NetdevExporter;

/// <summary>
/// What runs. The other half of this class, its constants, is written by the build (Exporter.csproj).
/// </summary>
internal static partial class BuildInfo
{
    /// <summary>The architecture, as container platforms call it.</summary>
    internal static string Architecture =>
        RuntimeInformation.ProcessArchitecture switch
        {
            System.Runtime.InteropServices.Architecture.X64 => "amd64",
            System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
            _ => "other",
        };

    /// <summary>The line that <c>--version</c> prints.</summary>
    internal static string Line =>
        "netdev-exporter " + Version + " (revision " + Revision + ", " + Framework + ", " + Architecture + ")\n";

    /// <summary>The labels of <c>netdev_exporter_build_info</c>.</summary>
    internal static string Labels =>
        "version=\"" + Version + "\",revision=\"" + Revision + "\",runtime=\"" + Framework + "\",arch=\"" + Architecture
        + "\"";
}
