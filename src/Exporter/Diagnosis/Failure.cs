using System;
using System.Globalization;
using NetdevExporter.Platform;
using NetdevExporter.Source;

namespace NetdevExporter.Diagnosis;

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

    /// <summary>There is no snapshot of the net/dev file.</summary>
    /// <param name="error">The error of open(2) or read(2), if that is what failed.</param>
    internal static Failure OfSource(SourceStatus status, string path, Errno error)
    {
        string notTable = path + " is no net/dev table: ";
        return status switch
        {
            SourceStatus.CannotOpen => OfFile("cannot open " + path, path, error),
            SourceStatus.CannotRead => OfFile("cannot read " + path, path, error),
            SourceStatus.OwnTable => OfOwnTable(path),
            SourceStatus.Empty => new Failure(notTable + "it is empty"),
            SourceStatus.UnknownHeader =>
                new Failure(notTable + "its first two lines are not the header that the kernel prints"),
            SourceStatus.EveryLineSkipped =>
                new Failure(notTable + "none of its lines can be read as an interface"),
            SourceStatus.TextTooLarge => TooLarge(path, Limits.TextBytesMax, "bytes of text"),
            SourceStatus.TooManyDevices => TooLarge(path, Limits.DevicesMax, "interfaces"),
            _ => new Failure(path + ": not enough memory for a page of all its interfaces"),
        };
    }

    /// <summary>The page would be larger than a page may be.</summary>
    internal static Failure OfPage(string path) => TooLarge(path, Limits.PageBytesMax, "bytes of page");

    /// <summary>An address can't be listened on.</summary>
    /// <param name="port">0 for a socket file.</param>
    /// <param name="freePort">One that may be had in its place.</param>
    internal static Failure OfAddress(string address, int port, int freePort, Errno error)
    {
        string reason = address + ": " + error.Message();
        string host = address[..(address.LastIndexOf(':') + 1)]; // the same interfaces, and no more
        string flag = "--web.listen-address=";
        return port == 0 ? OfDirectory(reason, error, address[(address.IndexOf(':') + 1)..]) : error switch
        {
            Errno.EADDRINUSE => new Failure(
                reason, flag: flag + host + Number(freePort)),
            Errno.EADDRNOTAVAIL => new Failure(
                reason + " to any interface here (without one it is all of them)", flag: flag + ":" + Number(port)),
            Errno.EACCES => new Failure(reason + " to this user, as ports below 1024 are", flag: flag + host + "8080"),
            _ => new Failure(reason),
        };
    }

    /// <summary>The text file can't be written.</summary>
    internal static Failure OfTextFile(string path, Errno error) =>
        OfDirectory(path + ": " + error.Message(), error, path);

    /// <summary>There is no token in the token file, or none to trust.</summary>
    /// <param name="error">The error of open(2) or read(2), if that is what failed.</param>
    internal static Failure OfToken(TokenStatus status, string path, Errno error)
    {
        string reason = status switch
        {
            TokenStatus.CannotRead => error.Message(),
            TokenStatus.NotRegularFile => "it is no regular file",
            TokenStatus.WorldWritable => "others may write it (chmod o-w)",
            TokenStatus.UnknownMode => "the kernel does not say who may write it",
            TokenStatus.TooLarge => "it has more than " + Number(Limits.TokenFileBytesMax) + " bytes",
            TokenStatus.Empty => "it is empty",
            _ => "it holds something else than one word of printable ASCII",
        };
        return new Failure(
            path + ", as --web.token-file says: " + reason,
            SystemCalls.Access(path, 0) == 0 ? "" : "/etc/netdev-exporter-token:" + path + ":ro",
            mount: "mount it");
    }

    private static Failure OfFile(string reason, string path, Errno error)
    {
        reason += ": " + error.Message();
        return error switch
        {
            Errno.EPERM => OfMissing(
                reason + "; that procfs has hidepid=1, which keeps process 1 from this user: do without it", path),
            Errno.ENOENT when IsInSubset(path) => OfMissing(
                reason + "; that procfs has subset=pid, where this kernel opens no net/dev: do without it", path),
            Errno.ENOENT when IsProcess1Hidden(path) => OfMissing(
                reason + "; that procfs has hidepid=2, which hides process 1 from this user: do without it", path),
            Errno.ENOENT or Errno.ENOTDIR => OfMissing(reason, path),
            Errno.EISDIR => OfMissing(reason + "; Docker makes one where the source of a mount is mistyped", path),
            Errno.EACCES => new Failure(
                reason + "; its mode or a security module (SELinux, AppArmor) keeps it from this user"),
            _ => new Failure(reason),
        };
    }

    /// <summary>The file can be read, and shows this container's own interfaces.</summary>
    private static Failure OfOwnTable(string path)
    {
        string reason = path + " shows this container's own interfaces, not the host's";
        string better = IsOthers(FindProcess1Table(path)) ? FindProcess1Table(path) : UsualPath;
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

    private static Failure TooLarge(string path, int bound, string unit) =>
        new(path + ": more than " + Number(bound) + " " + unit + ", the most that is served");

    /// <summary>A file can't be made: what this user may not write in, or is not there, is mounted.</summary>
    private static Failure OfDirectory(string reason, Errno error, string path)
    {
        int slash = path.LastIndexOf('/');
        bool isMountable = path.StartsWith('/') && slash > 0;
        return error switch
        {
            Errno.EACCES => new Failure(reason + "; let this user write in its folder: in the image it is 65534"),
            Errno.EROFS or Errno.ENOENT when isMountable => new Failure(
                reason, "/var/lib/netdev-exporter:" + path[..slash],
                mount: "mount a folder that this user may write in"),
            Errno.EROFS or Errno.ENOENT => new Failure(reason + "; put it into a folder, and give the full path"),
            _ => new Failure(reason),
        };
    }

    /// <summary>What to mount where, or, where this process is in the host's network, how to do without.</summary>
    private static Failure OfMissing(string reason, string path) =>
        NetworkNamespace.IsHostNamespace && NetworkNamespace.Probe(OwnTable, out _) == Errno.None
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
    private static bool IsProcess1Hidden(string path)
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
        NetworkNamespace.Probe(path, out TableOwner owner) == Errno.None
        && owner is TableOwner.Host or TableOwner.Another;

    /// <summary>
    /// The net/dev of process 1 in the procfs where a path leads: <c>/host/proc/net/dev</c> and its like.
    /// </summary>
    private static string FindProcess1Table(string path)
    {
        const string File = "/net/dev";
        string folder = path.EndsWith(File, StringComparison.Ordinal) ? path[..^File.Length] : path;
        int slash = folder.LastIndexOf('/');
        bool isOfProcess = folder[(slash + 1)..] is "self" or "thread-self";
        return (isOfProcess ? folder[..slash] : folder) + "/1" + File;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
