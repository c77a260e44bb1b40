using System.Runtime.InteropServices;
using System.Text;

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

    /// <summary>The sample of <c>netdev_exporter_build_info</c>, LF included.</summary>
    internal static byte[] Sample() =>
        Encoding.UTF8.GetBytes(
            "netdev_exporter_build_info{version=\"" + Version + "\",revision=\"" + Revision
            + "\",runtime=\"" + Framework + "\",arch=\"" + Architecture + "\"} 1\n");
}
