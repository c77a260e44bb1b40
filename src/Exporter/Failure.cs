using System.Globalization;
using System.Runtime.InteropServices;
using NetdevExporter.Procfs;

namespace NetdevExporter;

/// <summary>Why there is no page, in one line for the person who reads the 503, the log or the health check.</summary>
internal static class Failure
{
    private const string Mount = "-v /proc/1/net/dev:/host/proc/1/net/dev:ro";
    private const int NotPermitted = 1; // EPERM
    private const int NoEntry = 2; // ENOENT

    /// <summary>The file could not be opened or read.</summary>
    internal static string OfFile(ProcFileStatus status, string path, int error) =>
        (status == ProcFileStatus.CannotOpen ? "cannot open " : "cannot read ") + path + ": "
        + Marshal.GetPInvokeErrorMessage(error) + error switch
        {
            NoEntry => "; mount the host's: " + Mount,
            NotPermitted => "; the host's /proc has hidepid=1: mount the one file, " + Mount,
            _ => "",
        };

    /// <summary>The file was read and is not what it should be.</summary>
    internal static string OfText(NetDevStatus status, string path) =>
        path + " is no net/dev table: " + status switch
        {
            NetDevStatus.Empty => "it is empty",
            NetDevStatus.UnknownHeader => "its first two lines are not the header that the kernel prints",
            _ => "none of its lines can be read as an interface",
        };

    /// <summary>The file can be read, and shows this container's own interfaces.</summary>
    internal static string NotTheHosts(string path) =>
        path + " shows this container's own interfaces, not the host's; mount the host's: " + Mount;

    /// <summary>The system has no memory for a page of this size.</summary>
    internal static string OutOfMemory(string path) => path + ": not enough memory for a page of all its interfaces";

    /// <summary>A bound was reached.</summary>
    internal static string TooLarge(string path, int bound, string unit) =>
        path + ": more than " + bound.ToString(CultureInfo.InvariantCulture) + " " + unit + ", the most that is served";
}
