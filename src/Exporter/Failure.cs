using System;
using System.Globalization;
using System.Runtime.InteropServices;
using NetdevExporter.Procfs;

namespace NetdevExporter;

/// <summary>
/// Why something can't be had, and the one change that mends it, for the person who reads the 503, the log, the health
/// check or the doctor's report: all of them say it in these words.
/// </summary>
internal sealed class Failure
{
    private const string OwnProcfs = "/proc/";
    private const string OwnTable = "/proc/self/net/dev";
    private const string HostTable = "/proc/1/net/dev";
    private const string UsualPath = "/host/proc/1/net/dev";

    private const int NotPermitted = 1; // EPERM
    private const int NoAccess = 13; // EACCES
    private const int IsFolder = 21; // EISDIR
    private const int ReadOnly = 30; // EROFS
    private const int AddressInUse = 98; // EADDRINUSE
    private const int AddressNotAvailable = 99; // EADDRNOTAVAIL

    private Failure(string reason, string volume = "", string flag = "", string mount = "mount the host's")
    {
        Text = reason + (volume.Length > 0 ? "; " + mount + ": -v " + volume : "")
            + (flag.Length > 0 ? "; start it with " + flag : "");
        Volume = volume;
        Flag = flag;
    }

    /// <summary>What is wrong and what mends it, in one line.</summary>
    internal string Text { get; }

    /// <summary>What to mount, as <c>-v</c> of <c>docker run</c> and <c>volumes:</c> of compose.yml have it.</summary>
    internal string Volume { get; }

    /// <summary>What to start this program with.</summary>
    internal string Flag { get; }

    /// <summary>The file could not be opened or read.</summary>
    internal static Failure OfFile(ProcFileStatus status, string path, int error)
    {
        string reason = (status == ProcFileStatus.CannotOpen ? "cannot open " : "cannot read ") + path + ": "
            + Marshal.GetPInvokeErrorMessage(error);
        return error switch
        {
            NotPermitted => OfMissing(
                reason + "; that procfs has hidepid=1, which keeps process 1 from this user: do without it", path),
            SystemCalls.NoEntry when IsInSubset(path) => OfMissing(
                reason + "; that procfs has subset=pid, where this kernel opens no net/dev: do without it", path),
            SystemCalls.NoEntry when IsFirstHidden(path) => OfMissing(
                reason + "; that procfs has hidepid=2, which hides process 1 from this user: do without it", path),
            SystemCalls.NoEntry or SystemCalls.NotAFolder => OfMissing(reason, path),
            IsFolder => OfMissing(reason + "; Docker makes one where the source of a mount is mistyped", path),
            NoAccess => new Failure(
                reason + "; its mode or a security module (SELinux, AppArmor) keeps it from this user"),
            _ => new Failure(reason),
        };
    }

    /// <summary>The file was read and is not what it should be.</summary>
    internal static Failure OfText(NetDevStatus status, string path) =>
        new(path + " is no net/dev table: " + status switch
        {
            NetDevStatus.Empty => "it is empty",
            NetDevStatus.UnknownHeader => "its first two lines are not the header that the kernel prints",
            _ => "none of its lines can be read as an interface",
        });

    /// <summary>The file can be read, and shows this container's own interfaces.</summary>
    internal static Failure OfOwnTable(string path)
    {
        string reason = path + " shows this container's own interfaces, not the host's";
        string better = IsOthers(FindFirst(path)) ? FindFirst(path) : UsualPath;
        if (better != path && IsOthers(better))
        {
            return new Failure(reason, flag: "--path.netdev=" + better);
        }

        if (path.StartsWith(OwnProcfs, StringComparison.Ordinal))
        {
            return new Failure(reason, Mount(path), IsElsewhereInProc(path) ? "--path.netdev=" + UsualPath : "");
        }

        return new Failure(reason + ": what is mounted there is not the host's " + HostTable, Mount(path));
    }

    /// <summary>The system has no memory for a page of this size.</summary>
    internal static Failure OutOfMemory(string path) =>
        new(path + ": not enough memory for a page of all its interfaces");

    /// <summary>A bound was reached.</summary>
    internal static Failure TooLarge(string path, int bound, string unit) =>
        new(path + ": more than " + Number(bound) + " " + unit + ", the most that is served");

    /// <summary>An address can't be listened on.</summary>
    /// <param name="port">0 for a socket file.</param>
    /// <param name="freePort">One that may be had in its place.</param>
    internal static Failure OfAddress(string address, int port, int freePort, int error)
    {
        string reason = address + ": " + Marshal.GetPInvokeErrorMessage(error);
        string host = address[..(address.LastIndexOf(':') + 1)]; // the same interfaces, and no more
        string flag = "--web.listen-address=";
        return port == 0 ? OfFolder(reason, error, address[(address.IndexOf(':') + 1)..]) : error switch
        {
            AddressInUse => new Failure(
                reason, flag: flag + host + Number(freePort)),
            AddressNotAvailable => new Failure(
                reason + " to any interface here (without one it is all of them)", flag: flag + ":" + Number(port)),
            NoAccess => new Failure(reason + " to this user, as ports below 1024 are", flag: flag + host + "8080"),
            _ => new Failure(reason),
        };
    }

    /// <summary>The text file can't be written.</summary>
    internal static Failure OfTextFile(string path, int error) =>
        OfFolder(path + ": " + Marshal.GetPInvokeErrorMessage(error), error, path);

    /// <summary>There is no token to ask for.</summary>
    internal static Failure OfToken(string path, string reason) =>
        new(
            path + ", as --web.token-file says: " + reason,
            SystemCalls.Access(path, 0) == 0 ? "" : "/etc/netdev-exporter-token:" + path + ":ro",
            mount: "mount it");

    /// <summary>A file can't be made: what this user may not write in, or is not there, is mounted.</summary>
    private static Failure OfFolder(string reason, int error, string path)
    {
        int slash = path.LastIndexOf('/');
        bool isMountable = path.StartsWith('/') && slash > 0;
        return error switch
        {
            NoAccess => new Failure(reason + "; let this user write in its folder: in the image it is 65534"),
            ReadOnly or SystemCalls.NoEntry when isMountable => new Failure(
                reason, "/var/lib/netdev-exporter:" + path[..slash],
                mount: "mount a folder that this user may write in"),
            ReadOnly or SystemCalls.NoEntry => new Failure(reason + "; put it into a folder, and give the full path"),
            _ => new Failure(reason),
        };
    }

    /// <summary>What to mount where, or, where this process is in the host's network, how to do without.</summary>
    private static Failure OfMissing(string reason, string path) =>
        NetworkNamespace.IsHosts && NetworkNamespace.TryFind(OwnTable, out _) == 0
            ? new Failure(reason, flag: "--path.netdev=" + OwnTable)
            : new Failure(reason, Mount(path), IsElsewhereInProc(path) ? "--path.netdev=" + UsualPath : "");

    /// <summary>
    /// The mount that puts the host's table at a path; over this container's own /proc there can be none.
    /// </summary>
    private static string Mount(string path) =>
        HostTable + ":" + (path.StartsWith(OwnProcfs, StringComparison.Ordinal) ? UsualPath : path) + ":ro";

    /// <summary>Whether a flag must have asked for it, which would win over what is mounted.</summary>
    private static bool IsElsewhereInProc(string path) =>
        path != HostTable && path.StartsWith(OwnProcfs, StringComparison.Ordinal);

    /// <summary>Whether a path of process 1 leads into a procfs that shows this process and not that one.</summary>
    private static bool IsFirstHidden(string path)
    {
        const string OfFirst = "/1/net/dev";
        return path.EndsWith(OfFirst, StringComparison.Ordinal)
            && SystemCalls.Access(path[..^OfFirst.Length] + "/self/net/dev", 0) == 0;
    }

    /// <summary>
    /// Whether a net/dev is there, and yet open(2) said that it is not: proc_reg_open() in linux/fs/proc/inode.c of
    /// Linux 5.10, where procfs shows processes alone.
    /// </summary>
    private static bool IsInSubset(string path) =>
        path.EndsWith("/net/dev", StringComparison.Ordinal) && SystemCalls.Access(path, 0) == 0;

    private static bool IsOthers(string path) =>
        NetworkNamespace.TryFind(path, out TableOwner owner) == 0 && owner is TableOwner.Host or TableOwner.Another;

    /// <summary>
    /// The net/dev of process 1 in the procfs where a path leads: <c>/host/proc/net/dev</c> and its like.
    /// </summary>
    private static string FindFirst(string path)
    {
        const string File = "/net/dev";
        string folder = path.EndsWith(File, StringComparison.Ordinal) ? path[..^File.Length] : path;
        int slash = folder.LastIndexOf('/');
        bool isOfProcess = folder[(slash + 1)..] is "self" or "thread-self";
        return (isOfProcess ? folder[..slash] : folder) + "/1" + File;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
