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
    private const int NamesMax = 32;

    /// <summary>The time for instances at all addresses to answer; a running one takes a few milliseconds.</summary>
    private const int AnswersMillisecondsMax = 500;

    /// <summary>The least time for each address: sixteen silent ones still take less than a second.</summary>
    private const int AnswerMillisecondsMin = 20;

    /// <summary>Checks the source, the token, the text file and the addresses that the options name.</summary>
    internal static void Examine(Options options, Report report)
    {
        report.Add("user", DescribeUser());
        report.Add("options", options.Origin);
        CheckSource(report, options);
        CheckToken(report, options.TokenPath);
        CheckTextFile(report, options.TextFilePath);
        long deadline = Clock.Milliseconds + AnswersMillisecondsMax;
        foreach (ListenAddress address in options.ListenAddresses)
        {
            CheckAddress(report, address, options.FindFreePort(address.Port), deadline);
        }

        if (options.InstanceProcess > 0 && report.IsOk)
        {
            CheckInstance(report, options);
        }
    }

    private static void CheckSource(Report report, Options options)
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
            return;
        }

        report.Add("interfaces", ListNames(snapshot));
        if (Warning.OfRepeatedNames(snapshot) is string repeated)
        {
            report.Warn(repeated);
        }

        if (Warning.OfSource(owner, path) is string warning)
        {
            report.Warn(warning);
        }
    }

    /// <summary>Explains how the owner of a table was determined.</summary>
    private static string Explain(TableOwner owner) =>
        owner switch
        {
            TableOwner.Host => "not this process's own, with an inode below /proc/version's, as only the host's is",
            TableOwner.HostAndOwn => "this process's own, with net/stat/arp_cache, which only the host's has",
            TableOwner.Own => "this process's own, without net/stat/arp_cache, which the host's has",
            TableOwner.Other => "not this process's own, with an inode above /proc/version's, unlike the host's",
            TableOwner.Nobody => "the file is not on procfs",
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

    private static string ListNames(NetDevSnapshot snapshot)
    {
        StringBuilder list = new(snapshot.Count.ToString(CultureInfo.InvariantCulture));
        for (int i = 0; i < int.Min(snapshot.Count, NamesMax); i++)
        {
            list.Append(i == 0 ? ": " : ", ").Append(Encoding.UTF8.GetString(snapshot.Name(i)));
        }

        return list.Append(snapshot.Count > NamesMax ? ", …" : "").ToString();
    }

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

    /// <summary>Checks whether the text file can be written, if one is set.</summary>
    private static void CheckTextFile(Report report, string path)
    {
        Errno error = path.Length > 0 ? AtomicFile.ProbeWritable(path) : Errno.None;
        if (error != Errno.None)
        {
            report.Fail(Failure.OfTextFile(path, error));
        }
        else if (path.Length > 0)
        {
            report.Add("text file", path, " can be written");
        }
    }

    /// <summary>Checks that an address is free, or in use by an instance of this program.</summary>
    private static void CheckAddress(Report report, ListenAddress address, int freePort, long deadline)
    {
        Errno error = Listener.Bind(address, out Listener? listener);
        if (error == Errno.None)
        {
            listener!.Dispose();
            report.Add("address", address.Text, " is free");
            return;
        }

        int milliseconds = (int)long.Max(deadline - Clock.Milliseconds, AnswerMillisecondsMin);
        bool isOurs = HealthCheck.Ask(address, Site.HealthyPath, default, milliseconds, out string answer)
            && answer == "healthy";
        if (isOurs)
        {
            report.Add("address", address.Text, " is in use by a running netdev-exporter, possibly this one");
        }
        else
        {
            report.Fail(Failure.OfAddress(address.Text, address.Port, freePort, error));
        }
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
