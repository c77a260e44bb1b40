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

    /// <summary>The size of mountinfo: a thousand mounts with paths of 256 bytes.</summary>
    private const int MountTextBytesMax = 256 * 1024;

    /// <summary>The time for instances at all addresses to answer; a running one takes a few milliseconds.</summary>
    private const int AnswersMillisecondsMax = 500;

    /// <summary>The least time for each address: sixteen silent ones still take less than a second.</summary>
    private const int AnswerMillisecondsMin = 20;

    /// <summary>Checks the source, the token, the text file and the addresses that the options name.</summary>
    /// <param name="report">Receives lines of text for the operator.</param>
    /// <returns>Whether every check passed.</returns>
    internal static bool Examine(Options options, StringBuilder report)
    {
        using NetDevReader reader = new(options.SourcePath, options.AllowsOwn);
        SourceStatus status = reader.Read(Clock.Milliseconds, out NetDevSnapshot snapshot);
        StartLine(report, "user").Append(DescribeUser()).Append('\n');
        StartLine(report, "file").Append(options.SourcePath).Append(", ").Append(options.SourceReason).Append('\n');
        bool canOpen = NetworkNamespace.Probe(options.SourcePath, out TableOwner owner) == Errno.None;
        StartLine(report, "namespace").Append(Encoding.UTF8.GetString(NetworkNamespace.Label(owner)))
            .Append(": ").Append(canOpen ? Explain(owner) : "cannot open the file").Append('\n');
        AppendMounts(report);
        if (status == SourceStatus.Ok)
        {
            AppendNames(report, snapshot);
        }
        else
        {
            AppendFailure(report, Failure.OfSource(status, options.SourcePath, reader.Error));
        }

        bool isOk = status == SourceStatus.Ok;
        isOk &= CheckToken(report, options.TokenPath);
        isOk &= CheckTextFile(report, options.TextFilePath);
        long deadline = Clock.Milliseconds + AnswersMillisecondsMax;
        foreach (ListenAddress address in options.ListenAddresses)
        {
            isOk &= CheckAddress(report, address, options.FindFreePort(address.Port), deadline);
        }

        StartLine(report, "result").Append(isOk ? "all is well\n" : "failed: see the lines above\n");
        return isOk;
    }

    private static StringBuilder StartLine(StringBuilder report, string title) =>
        report.Append(title).Append(' ', 12 - title.Length);

    /// <summary>Appends what is wrong, and the fix as options of docker run and lines of compose.yml.</summary>
    private static void AppendFailure(StringBuilder report, Failure failure)
    {
        StartLine(report, "wrong").Append(failure.Text).Append('\n');
        if (failure.Volume.Length > 0)
        {
            report.Append("  docker run    -v ").Append(failure.Volume).Append('\n');
            report.Append("  compose.yml   volumes: [\"").Append(failure.Volume).Append("\"]\n");
        }

        if (failure.Flag.Length > 0)
        {
            report.Append("  docker run    netdev-exporter ").Append(failure.Flag).Append('\n');
            report.Append("  compose.yml   command: [\"").Append(failure.Flag).Append("\"]\n");
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
            _ => "the file is not on procfs, or there is no /proc to compare it with",
        };

    /// <summary>Describes the process by /proc/self/status: user, group and effective capabilities.</summary>
    private static string DescribeUser()
    {
        using NativeBuffer buffer = new(Limits.TextBytesInitial);
        ReadOnlySpan<byte> status = ReadText("/proc/self/status", buffer);
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

    /// <summary>Appends each mount that contains process 1's net/dev, and whose interfaces it shows.</summary>
    private static void AppendMounts(StringBuilder report)
    {
        using NativeBuffer buffer = new(MountTextBytesMax);
        ReadOnlySpan<byte> text = ReadText("/proc/self/mountinfo", buffer);
        while (MountLine.TryTake(ref text, out MountLine mount))
        {
            string? suffix = mount.Root.SequenceEqual("/"u8) ? "/1/net/dev"
                : mount.Root.EndsWith("/net"u8) ? "/dev"
                : mount.Root.EndsWith("/net/dev"u8) ? ""
                : null;
            if (mount.IsProcfs && suffix is not null)
            {
                string path = Encoding.UTF8.GetString(mount.Point) + suffix;
                Errno error = NetworkNamespace.Probe(path, out TableOwner owner);
                StartLine(report, "mount").Append(path).Append(": ")
                    .Append(error != Errno.None ? error.Message() : Describe(owner)).Append('\n');
            }
        }
    }

    private static string Describe(TableOwner owner) =>
        owner switch
        {
            TableOwner.Host or TableOwner.HostAndOwn => "the host's interfaces",
            TableOwner.Own => "this container's own interfaces",
            TableOwner.Other => "the interfaces of another container, or of the enclosing one",
            _ => "unknown whose interfaces",
        };

    private static ReadOnlySpan<byte> ReadText(string path, NativeBuffer buffer)
    {
        using ProcFile file = new(path);
        _ = file.Read(buffer.Bytes, now: 0, out int length);
        return buffer.Bytes[..length];
    }

    private static void AppendNames(StringBuilder report, NetDevSnapshot snapshot)
    {
        StartLine(report, "interfaces").Append(snapshot.Count.ToString(CultureInfo.InvariantCulture));
        for (int i = 0; i < int.Min(snapshot.Count, NamesMax); i++)
        {
            report.Append(i == 0 ? ": " : ", ");
            foreach (char character in Encoding.UTF8.GetString(snapshot.Name(i)))
            {
                report.Append(char.IsControl(character) ? '?' : character);
            }
        }

        report.Append(snapshot.Count > NamesMax ? ", …\n" : "\n");
    }

    /// <summary>Checks the token file, if one is set. Never prints the token.</summary>
    private static bool CheckToken(StringBuilder report, string path)
    {
        if (path.Length == 0)
        {
            return true;
        }

        using TokenReader reader = new(path);
        TokenStatus status = reader.Read();
        if (status == TokenStatus.Ok)
        {
            StartLine(report, "token").Append(path).Append(" is valid\n");
        }
        else
        {
            AppendFailure(report, Failure.OfToken(status, path, reader.Error));
        }

        return status == TokenStatus.Ok;
    }

    /// <summary>Checks whether the text file can be written, if one is set.</summary>
    private static bool CheckTextFile(StringBuilder report, string path)
    {
        Errno error = path.Length > 0 ? AtomicFile.ProbeWritable(path) : Errno.None;
        if (error != Errno.None)
        {
            AppendFailure(report, Failure.OfTextFile(path, error));
        }
        else if (path.Length > 0)
        {
            StartLine(report, "text file").Append(path).Append(" can be written\n");
        }

        return error == Errno.None;
    }

    /// <summary>Checks that an address is free, or in use by an instance of this program.</summary>
    private static bool CheckAddress(StringBuilder report, ListenAddress address, int freePort, long deadline)
    {
        Errno error = Listener.Bind(address, out Listener? listener);
        if (error == Errno.None)
        {
            listener!.Dispose();
            StartLine(report, "address").Append(address.Text).Append(" is free\n");
            return true;
        }

        int milliseconds = (int)long.Max(deadline - Clock.Milliseconds, AnswerMillisecondsMin);
        bool isOurs = HealthCheck.Ask(address, Site.HealthyPath, default, milliseconds, out string answer)
            && answer == "healthy";
        if (isOurs)
        {
            StartLine(report, "address").Append(address.Text)
                .Append(" is in use by a running netdev-exporter, possibly this one\n");
        }
        else
        {
            AppendFailure(report, Failure.OfAddress(address.Text, address.Port, freePort, error));
        }

        return isOurs;
    }
}
