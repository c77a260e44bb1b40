using NetdevExporter.Platform;

namespace NetdevExporter.Source;

/// <summary>Which net/dev file is read, and why that one.</summary>
internal static class SourceChoice
{
    /// <summary>Chooses the file by what was asked for, and by what is there where nothing was.</summary>
    /// <param name="netDevPath">The file itself; empty where it was not said.</param>
    /// <param name="procfsPath">The host's procfs; empty where it was not said.</param>
    /// <param name="reason">Why, behind the file's name in a sentence.</param>
    internal static string Make(string netDevPath, string procfsPath, out string reason)
    {
        if (netDevPath.Length > 0)
        {
            reason = "as --path.netdev says";
            return netDevPath;
        }

        // What is there and can't be looked into is still the host's: falling back would show the wrong interfaces.
        bool isMounted = SystemCalls.Access("/host/proc", 0) == 0
            || SystemCalls.LastError is not (Errno.ENOENT or Errno.ENOTDIR);
        reason = procfsPath.Length > 0 ? "of process 1 in the procfs that --path.procfs says"
            : isMounted ? "as there is a /host/proc"
            : "as there is no /host/proc";
        string procfs = procfsPath.Length > 0 ? procfsPath.TrimEnd('/') : isMounted ? "/host/proc" : "/proc";
        return procfs + "/1/net/dev";
    }
}
