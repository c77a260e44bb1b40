using System;
using System.Globalization;
using System.Text;
using NetdevExporter.CommandLine;
using NetdevExporter.Http;
using NetdevExporter.Http.Connections;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;
using NetdevExporter.Source;

namespace NetdevExporter.Diagnosis;

/// <summary>
/// The report of <c>--doctor</c>: what would be read and why, what is wrong and how to fix it.
/// </summary>
internal static class Doctor
{
    /// <summary>The time for instances at all addresses to answer; a running one takes a few milliseconds.</summary>
    private const int AnswersMillisecondsMax = 500;

    /// <summary>The least time for each address: sixteen silent ones still take less than a second.</summary>
    private const int AnswerMillisecondsMin = 20;

    /// <summary>A page without an interface, and each interface on it: sixteen samples of 64 bytes.</summary>
    private const int OwnPageBytes = 4096;
    private const int DevicePageBytes = 1024;

    /// <summary>Checks the source, the token, the text file and the addresses that the options name.</summary>
    internal static void Examine(Options options, Report report)
    {
        report.Add("user", DescribeUser());
        report.Add("options", options.Origin);
        int devices = CheckSource(report, options);
        SysfsCheck.Examine(report, options);
        NodeCheck.Examine(report, options);
        CheckToken(report, options.TokenPath);
        bool isRunning = CheckAddresses(report, options);
        CheckTextFile(report, options.TextFilePath, devices, isRunning);
        if (options.InstanceProcess > 0 && report.IsOk)
        {
            CheckInstance(report, options);
        }
    }

    /// <summary>Checks the source; returns the number of interfaces on a page, 0 if it cannot be read.</summary>
    private static int CheckSource(Report report, Options options)
    {
        string path = options.SourcePath;
        using NetDevReader reader = new(path, options.AllowsOwn);
        SourceStatus status = reader.Read(Clock.Milliseconds, out NetDevSnapshot snapshot);
        report.Add("file", path, ", ", options.SourceReason);
        bool canOpen = NetworkNamespace.Probe(path, out TableOwner owner) == Errno.None;
        string label = Encoding.UTF8.GetString(NetworkNamespace.Label(owner));
        report.Add("namespace", label, ": ", canOpen ? Explain(owner) : "cannot open the file");
        foreach (MountedTable table in MountedTables.Find())
        {
            string whose = table.Error == Errno.None ? Describe(table.Owner) : table.Error.Message();
            report.Add("mount", table.Path, ": ", whose);
        }

        if (status != SourceStatus.Ok)
        {
            report.Fail(Failure.OfSource(status, path, reader.Error));
            return 0;
        }

        int shown = DeviceCheck.Examine(report, options, snapshot);
        if (Warning.OfFilter(shown, snapshot.Count - shown) is string empty)
        {
            report.Warn(empty);
        }

        if (DeviceCheck.FindCollision(options) is Failure collision)
        {
            report.Fail(collision);
        }

        if (Warning.OfRepeatedNames(snapshot) is string repeated)
        {
            report.Warn(repeated);
        }

        if (Warning.OfSource(owner, path) is string warning)
        {
            report.Warn(warning);
        }

        return shown;
    }

    /// <summary>Explains how the owner of a table was determined.</summary>
    private static string Explain(TableOwner owner) =>
        owner switch
        {
            TableOwner.Host => "not this process's own, with an inode below /proc/version's, as only the host's is",
            TableOwner.HostAndOwn => "this process's own, with net/stat/arp_cache, which only the host's has",
            TableOwner.Own when NetworkNamespace.IsSubset =>
                "this process's own, with subset=pid, which hides what tells the host's from others",
            TableOwner.Own => "this process's own, without net/stat/arp_cache, which the host's has",
            TableOwner.Other => "not this process's own, with an inode above /proc/version's, unlike the host's",
            TableOwner.Nobody => "the file is not on procfs",
            _ when NetworkNamespace.IsSubset => "there is no /proc/version (subset=pid) to compare the file with",
            _ => "there is no /proc to compare the file with",
        };

    /// <summary>Describes the process by /proc/self/status: user, group and effective capabilities.</summary>
    private static string DescribeUser()
    {
        using NativeBuffer buffer = new();
        ReadOnlySpan<byte> status = ProcText.Read("/proc/self/status", buffer);
        string capabilities = FindField(status, "\nCapEff:\t"u8);
        return status.IsEmpty ? "unknown: there is no /proc"
            : FindField(status, "\nUid:\t"u8) + ", group " + FindField(status, "\nGid:\t"u8)
                + (capabilities.AsSpan().Trim('0').IsEmpty ? ", no capabilities" : ", capabilities " + capabilities);
    }

    /// <summary>Finds the word after a title; empty if there is none.</summary>
    private static string FindField(ReadOnlySpan<byte> text, ReadOnlySpan<byte> title)
    {
        int start = text.IndexOf(title);
        ReadOnlySpan<byte> rest = start < 0 ? default : text[(start + title.Length)..];
        return Encoding.UTF8.GetString(rest[..int.Max(rest.IndexOfAny("\t\n"u8), 0)]);
    }

    private static string Describe(TableOwner owner) =>
        owner switch
        {
            TableOwner.Host or TableOwner.HostAndOwn => "the host's interfaces",
            TableOwner.Own => "this container's own interfaces",
            TableOwner.Other => "the interfaces of another container, or of the enclosing one",
            _ => "unknown whose interfaces",
        };

    /// <summary>Checks the token file, if one is set. Never prints the token.</summary>
    private static void CheckToken(Report report, string path)
    {
        if (path.Length == 0)
        {
            return;
        }

        using TokenReader reader = new(path);
        TokenStatus status = reader.Read();
        if (status != TokenStatus.Ok)
        {
            report.Fail(Failure.OfToken(status, path, reader.Error));
            return;
        }

        report.Add("token", path, " is valid");
        if (reader.IsWorldReadable)
        {
            report.Warn(Warning.OfReadableToken(path));
        }
    }

    /// <summary>Checks whether the text file can be written, if one is set: a page of so many devices.</summary>
    /// <param name="isRunning">Whether an instance runs with this configuration, and may write the file.</param>
    private static void CheckTextFile(Report report, string path, int devices, bool isRunning)
    {
        if (path.Length == 0)
        {
            return;
        }

        bool isTaken = !FileLock.TryTake(path, out FileLock? held);
        Errno error = isTaken && !isRunning ? Errno.EAGAIN
            : AtomicFile.ProbeWritable(path, OwnPageBytes + (devices * DevicePageBytes));
        held?.Dispose();
        if (error != Errno.None)
        {
            report.Fail(Failure.OfTextFile(path, error));
            return;
        }

        report.Add("text file", path, " can be written", isTaken ? ", and is by a running netdev-exporter" : "");
    }

    /// <summary>Checks that each address is free, at the same time, or that a running instance has all.</summary>
    /// <returns>Whether a running instance has all.</returns>
    private static bool CheckAddresses(Report report, Options options)
    {
        ListenAddress[] addresses = options.ListenAddresses;
        Listener?[] listeners = new Listener?[addresses.Length];
        long deadline = Clock.Milliseconds + AnswersMillisecondsMax;
        ListenAddress? used = null;
        string free = "";
        for (int i = 0; i < addresses.Length; i++)
        {
            ListenAddress address = addresses[i];
            Errno error = Listener.Bind(address, out listeners[i]);
            if (options.FindOverlap(i) is ListenAddress other)
            {
                report.Fail(Failure.OfOverlap(address, other));
            }
            else if (error == Errno.None)
            {
                free = address.Text;
                report.Add("address", address.Text, " is free");
            }
            else if (IsOfInstance(address, deadline))
            {
                used = address;
                report.Add("address", address.Text, " is in use by a running netdev-exporter, possibly this one");
            }
            else
            {
                report.Fail(Failure.OfAddress(address.Text, address.Port, options.FindFreePort(address.Port), error));
            }
        }

        foreach (Listener? listener in listeners)
        {
            listener?.Dispose();
        }

        if (used is not null && free.Length > 0)
        {
            report.Fail(Failure.OfOtherInstance(used, free));
        }

        return used is not null && free.Length == 0;
    }

    /// <summary>Whether an instance of this program answers at an address.</summary>
    private static bool IsOfInstance(ListenAddress address, long deadline)
    {
        int milliseconds = (int)long.Max(deadline - Clock.Milliseconds, AnswerMillisecondsMin);
        return HealthCheck.Ask(address, Site.HealthyPath, default, milliseconds, out string answer)
            && answer == "healthy";
    }

    /// <summary>Asks the instance that runs here, as its health check does.</summary>
    private static void CheckInstance(Report report, Options options)
    {
        string process = options.InstanceProcess.ToString(CultureInfo.InvariantCulture);
        if (Readiness.Ask(options, out string answer))
        {
            report.Add("instance", "process ", process, " is ready");
        }
        else
        {
            report.Fail(Failure.OfInstance(process, answer));
        }
    }
}
