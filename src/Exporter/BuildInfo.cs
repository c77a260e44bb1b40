using System.Runtime.InteropServices;

namespace NetdevExporter;

/// <summary>
/// The running build. The build generates the other part of this class, its constants (Exporter.csproj).
/// </summary>
internal static partial class BuildInfo
{
    /// <summary>The architecture, by its name on container platforms.</summary>
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

    /// <summary>The labels of <c>node_exporter_build_info</c>.</summary>
    internal static string NodeLabels =>
        "goarch=\"" + Architecture + "\",goos=\"linux\",revision=\"" + Revision + "\",version=\"" + Version + "\"";
}
