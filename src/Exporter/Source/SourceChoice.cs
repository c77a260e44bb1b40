using NetdevExporter.Platform;

namespace NetdevExporter.Source;

/// <summary>Chooses the net/dev file to read.</summary>
internal static class SourceChoice
{
    private const string HostSysfs = "/host/sys";

    /// <summary>Chooses the file by the flags or, without any, by whether the host's procfs is mounted.</summary>
    /// <param name="netDevPath">The file itself; empty if not given.</param>
    /// <param name="procfsPath">The host's procfs; empty if not given.</param>
    /// <param name="reason">Why, as a phrase that follows the file's name.</param>
    internal static string Choose(string netDevPath, string procfsPath, out string reason)
    {
        if (netDevPath.Length > 0)
        {
            reason = "from --path.netdev";
            return netDevPath;
        }

        // A mount that cannot be searched is still the host's: falling back would show the wrong interfaces.
        bool isMounted = SystemCalls.Access("/host/proc", 0) == 0
            || SystemCalls.LastError is not (Errno.ENOENT or Errno.ENOTDIR);
        reason = procfsPath.Length > 0 ? "of process 1 in --path.procfs"
            : isMounted ? "because there is a /host/proc"
            : "because there is no /host/proc";
        string procfs = procfsPath.Length > 0 ? procfsPath.TrimEnd('/') : isMounted ? "/host/proc" : "/proc";
        return procfs + "/1/net/dev";
    }

    /// <summary>Chooses the sysfs to read: the host's, where it is mounted.</summary>
    /// <param name="sysfsPath">The sysfs by its flag; empty if not given.</param>
    /// <returns>Empty if there is none.</returns>
    internal static string ChooseSysfs(string sysfsPath) =>
        sysfsPath.Length > 0 ? sysfsPath : SystemCalls.Access(HostSysfs, 0) == 0 ? HostSysfs : "";
}
