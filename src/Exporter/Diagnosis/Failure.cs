using System;
using System.Globalization;
using NetdevExporter.Http.Connections;
using NetdevExporter.Platform;
using NetdevExporter.Source;

namespace NetdevExporter.Diagnosis;

/// <summary>
/// Why something is not available, and the one change that fixes it. The 503, the log, the health check and the
/// doctor's report all use this text.
/// </summary>
internal sealed class Failure
{
    private const string OwnProcfs = "/proc/";
    private const string OwnTable = "/proc/self/net/dev";
    private const string HostTable = "/proc/1/net/dev";
    private const string UsualPath = "/host/proc/1/net/dev";
    private const string DirectoryOrigin = "; Docker creates one if the source of a mount is mistyped";

    private Failure(string reason, string volume = "", string flag = "", string mount = "mount the host's")
    {
        Text = reason + (volume.Length > 0 ? "; " + mount + ": -v " + volume : "")
            + (flag.Length > 0 ? "; start it with " + flag : "");
        Volume = volume;
        Flag = flag;
    }

    /// <summary>This process's user: the owner that a file must have.</summary>
    private static string User => "user " + SystemCalls.GetUser().ToString(CultureInfo.InvariantCulture);

    /// <summary>What is wrong and how to fix it, in one line.</summary>
    internal string Text { get; }

    /// <summary>What to mount, as for <c>docker run -v</c> and <c>volumes:</c> in compose.yml; may be empty.</summary>
    internal string Volume { get; }

    /// <summary>The flag to add; may be empty.</summary>
    internal string Flag { get; }

    /// <summary>There is no snapshot of the net/dev file.</summary>
    /// <param name="error">The error of open(2) or read(2), if that is what failed.</param>
    internal static Failure OfSource(SourceStatus status, string path, Errno error)
    {
        string notTable = path + " is not a net/dev table: ";
        return status switch
        {
            SourceStatus.CannotOpen => OfFile("cannot open " + path, path, error),
            SourceStatus.CannotRead => OfFile("cannot read " + path, path, error),
            SourceStatus.Device => OfOtherFile(notTable + "it is a device", path),
            SourceStatus.Pipe => OfOtherFile(notTable + "it is a FIFO", path),
            SourceStatus.OwnTable => OfOwnTable(path),
            SourceStatus.Empty => OfOtherFile(notTable + "it is empty", path),
            SourceStatus.UnknownHeader =>
                OfOtherFile(notTable + "its first two lines are not the header that the kernel prints", path),
            SourceStatus.ConvertedLineEnds => OfOtherFile(
                notTable + "its lines end with CR LF, as no kernel prints them: it is a copy that was converted", path),
            SourceStatus.EveryLineSkipped =>
                OfOtherFile(notTable + "none of its lines can be read as an interface", path),
            SourceStatus.MostLinesSkipped => OfOtherFile(
                notTable + "it is long, and too few of its lines can be read as an interface", path),
            SourceStatus.TextTooLarge => TooLarge(path, Limits.TextBytesMax, "bytes of text"),
            SourceStatus.TooManyDevices => TooLarge(path, Limits.DevicesMax, "interfaces"),
            _ => new Failure(path + ": not enough memory for a page of all its interfaces"),
        };
    }

    /// <summary>The page would exceed <see cref="Limits.PageBytesMax"/>.</summary>
    internal static Failure OfPage(string path) => TooLarge(path, Limits.PageBytesMax, "bytes in a page");

    /// <summary>Cannot listen on an address.</summary>
    /// <param name="port">0 for a socket file.</param>
    /// <param name="freePort">A port to suggest instead.</param>
    internal static Failure OfAddress(string address, int port, int freePort, Errno error)
    {
        string reason = address + ": " + error.Message();
        string host = address[..(address.LastIndexOf(':') + 1)]; // keeps the suggestion on the same interface
        string flag = "--web.listen-address=";
        return port == 0 ? OfSocketFile(reason, error, address[(address.IndexOf(':') + 1)..]) : error switch
        {
            Errno.EADDRINUSE => new Failure(
                reason, flag: flag + host + Number(freePort)),
            Errno.EADDRNOTAVAIL => new Failure(
                reason + " on any interface here (an empty address means all)", flag: flag + ":" + Number(port)),
            Errno.EACCES => new Failure(reason + ": ports below 1024 are privileged", flag: flag + host + "8080"),
            _ => new Failure(reason),
        };
    }

    /// <summary>Two addresses of one configuration exclude each other.</summary>
    internal static Failure OfOverlap(ListenAddress address, ListenAddress other) =>
        new(address.Text + ": it overlaps " + other.Text
            + (address.Port > 0 && address.Socket.Family != other.Socket.Family ? " ([::] includes IPv4)" : "")
            + "; leave one of them out");

    /// <summary>The alias of an interface is the name of another one.</summary>
    internal static Failure OfAlias(string name) =>
        new("--device.alias: an interface is named " + name + "; choose another alias");
    /// <summary>A running instance has an address, but not all of this configuration.</summary>
    /// <param name="free">What it does not use.</param>
    internal static Failure OfOtherInstance(ListenAddress address, string free) =>
        new(address.Text + " is another netdev-exporter's, which does not use " + free);

    /// <summary>The instance that runs here is not ready.</summary>
    /// <param name="answer">What it answered, or why it did not.</param>
    internal static Failure OfInstance(string process, string answer) =>
        new("process " + process + " is not ready: " + answer);

    /// <summary>Cannot write the text file.</summary>
    /// <param name="error">EAGAIN: the lock is another instance's. EEXIST: the temporary file cannot be made.</param>
    internal static Failure OfTextFile(string path, Errno error) =>
        error switch
        {
            Errno.EAGAIN => new Failure(path + ": another netdev-exporter writes it"),
            Errno.EEXIST => new Failure(
                path + AtomicFile.TemporarySuffix + ", the temporary file, exists and cannot be replaced; remove it"),
            _ => OfDirectory(path + ": " + error.Message(), error, path),
        };

    /// <summary>The token file has no valid token, or is not trusted.</summary>
    /// <param name="error">The error of open(2) or read(2), if that is what failed.</param>
    internal static Failure OfToken(TokenStatus status, string path, Errno error)
    {
        string reason = status switch
        {
            TokenStatus.CannotRead when error == Errno.EACCES =>
                error.Message() + "; let " + User + ", and nobody else, read it (chown and chmod 400)",
            TokenStatus.CannotRead => error.Message(),
            TokenStatus.Directory => "it is a directory" + DirectoryOrigin,
            TokenStatus.NotRegularFile => "it is not a regular file",
            TokenStatus.WorldWritable => "others may write to it (chmod o-w)",
            TokenStatus.UnknownMode => "the kernel does not report its mode",
            TokenStatus.TooLarge => "it has more than " + Number(Limits.TokenFileBytesMax) + " bytes",
            TokenStatus.Empty => "it is empty",
            _ => "it is not one word of printable ASCII",
        };
        return new Failure(
            path + " (--web.token-file): " + reason,
            SystemCalls.Access(path, 0) == 0 || !IsMountable(path) ? "" : "/etc/netdev-exporter-token:" + path + ":ro",
            mount: "mount it");
    }

    private static Failure OfFile(string reason, string path, Errno error)
    {
        reason += ": " + error.Message();
        return error switch
        {
            Errno.EPERM => OfMissing(
                reason + "; that procfs has hidepid=1, which denies this user process 1", path),
            Errno.ENOENT when IsInSubset(path) => OfMissing(
                reason + "; that procfs has subset=pid, in which this kernel does not open net/dev", path),
            Errno.ENOENT when IsProcess1Hidden(path) => OfMissing(
                reason + "; that procfs has hidepid=2, which hides process 1 from this user", path),
            Errno.ENOENT or Errno.ENOTDIR => OfMissing(reason, path),
            Errno.EISDIR => OfMissing(reason + DirectoryOrigin, path),
            Errno.EACCES => OfOtherFile(
                reason + "; its mode or a security module (SELinux, AppArmor) denies it to " + User, path),
            _ => new Failure(reason),
        };
    }

    /// <summary>The file shows this container's own interfaces.</summary>
    private static Failure OfOwnTable(string path)
    {
        string reason = path + (NetworkNamespace.IsSubset
            ? " shows this process's own interfaces, and with subset=pid nothing tells whether they are the host's"
            : " shows this container's own interfaces, not the host's");
        string wrongMount = !IsMountable(path) ? ""
            : ": the file mounted there is not the host's " + HostTable;
        return OfElsewhere(reason, path)
            ?? new Failure(reason + wrongMount, VolumeFor(path), IsElsewhereInProc(path) ? FlagFor(UsualPath) : "");
    }

    /// <summary>The file is something else than a table.</summary>
    private static Failure OfOtherFile(string reason, string path) => OfElsewhere(reason, path) ?? new Failure(reason);

    /// <summary>The host's table is mounted, but at another path; null if it is not mounted.</summary>
    private static Failure? OfElsewhere(string reason, string path)
    {
        string mounted = NetworkNamespace.IsHostNamespace ? "" : MountedTables.FindHosts();
        return mounted.Length > 0 && mounted != path ? new Failure(reason, flag: FlagFor(mounted)) : null;
    }

    private static Failure TooLarge(string path, int bound, string unit) =>
        new(path + ": more than " + Number(bound) + " " + unit + ", the maximum");

    /// <summary>Cannot listen on a socket file.</summary>
    private static Failure OfSocketFile(string reason, Errno error, string path)
    {
        bool isOther = FileIdentity.TryReadLink(path, out FileIdentity there) && !there.IsSocket;
        return error != Errno.EADDRINUSE ? OfDirectory(reason, error, path)
            : new Failure(reason + (isOther ? ": a file that is not a socket is there" : ": another process has it"));
    }

    /// <summary>Cannot create a file: its directory is missing, read-only or not writable for this user.</summary>
    private static Failure OfDirectory(string reason, Errno error, string path)
    {
        int slash = path.LastIndexOf('/');
        bool isMountable = IsMountable(path) && slash > 0;
        return error switch
        {
            Errno.EACCES => new Failure(reason + "; let " + User + " write to its directory (chown)"),
            Errno.EROFS or Errno.ENOENT when isMountable => new Failure(
                reason, "/var/lib/netdev-exporter:" + path[..slash],
                mount: "mount a directory that this user may write to"),
            Errno.EROFS or Errno.ENOENT => new Failure(reason + "; use an absolute path inside a directory"),
            _ => new Failure(reason),
        };
    }

    /// <summary>Suggests a mount or, in the host's network namespace, a flag that needs none.</summary>
    private static Failure OfMissing(string reason, string path) =>
        NetworkNamespace.IsHostNamespace && NetworkNamespace.Probe(OwnTable, out _) == Errno.None
            ? new Failure(reason, flag: FlagFor(OwnTable))
            : OfElsewhere(reason, path)
                ?? new Failure(reason, VolumeFor(path), IsElsewhereInProc(path) ? FlagFor(UsualPath) : "");

    /// <summary>
    /// The volume that mounts the host's table at a path, or at the usual one if nothing can be mounted there.
    /// </summary>
    private static string VolumeFor(string path) => HostTable + ":" + (IsMountable(path) ? path : UsualPath) + ":ro";

    /// <summary>
    /// Whether something can be mounted at a path: a mount needs an absolute one, outside this container's own /proc.
    /// </summary>
    private static bool IsMountable(string path) =>
        path.StartsWith('/') && !path.StartsWith(OwnProcfs, StringComparison.Ordinal);

    /// <summary>Whether the path must come from a flag, which would override the mount.</summary>
    private static bool IsElsewhereInProc(string path) => path != HostTable && !IsMountable(path);

    /// <summary>Whether a path of process 1 is in a procfs that shows this process but hides process 1.</summary>
    private static bool IsProcess1Hidden(string path)
    {
        const string Suffix = "/1/net/dev";
        return path.EndsWith(Suffix, StringComparison.Ordinal)
            && SystemCalls.Access(path[..^Suffix.Length] + "/self/net/dev", 0) == 0;
    }

    /// <summary>
    /// Whether net/dev exists although open(2) returned ENOENT: proc_reg_open() in linux/fs/proc/inode.c of Linux 5.10,
    /// in a procfs that shows only processes.
    /// </summary>
    private static bool IsInSubset(string path) =>
        path.EndsWith("/net/dev", StringComparison.Ordinal) && SystemCalls.Access(path, 0) == 0;

    private static string FlagFor(string path) => "--path.netdev=" + path;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
