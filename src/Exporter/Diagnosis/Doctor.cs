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
/// The report of <c>--doctor</c>: what would be read and why, what is wrong and the line that mends it.
/// </summary>
internal static class Doctor
{
    private const int NamesMax = 32;

    /// <summary>The list of mounts: a thousand of them with paths of 256 bytes.</summary>
    private const int MountTextBytesMax = 256 * 1024;

    /// <summary>How long instances at all addresses together have to answer: one that runs takes a few.</summary>
    private const int AnswersMillisecondsMax = 500;

    /// <summary>How long each has at least: sixteen silent ones still leave the doctor within a second.</summary>
    private const int AnswerMillisecondsMin = 20;

    /// <summary>Looks at all that the options lead to.</summary>
    /// <param name="report">Gets lines for a person.</param>
    /// <returns>Whether nothing is wrong.</returns>
    internal static bool Examine(Options options, StringBuilder report)
    {
        using NetDevReader reader = new(options.SourcePath, options.AllowsOwn);
        SourceStatus status = reader.Read(Clock.Milliseconds, out NetDevSnapshot snapshot);
        Start(report, "user").Append(DescribeUser()).Append('\n');
        Start(report, "file").Append(options.SourcePath).Append(", ").Append(options.SourceReason).Append('\n');
        bool isThere = NetworkNamespace.Probe(options.SourcePath, out TableOwner owner) == Errno.None;
        Start(report, "namespace").Append(Encoding.UTF8.GetString(NetworkNamespace.Label(owner)))
            .Append(": ").Append(isThere ? Explain(owner) : "the file can't be opened").Append('\n');
        AppendMounts(report);
        if (status == SourceStatus.Ok)
        {
            AppendNames(report, snapshot);
        }
        else
        {
            Append(report, Failure.OfSource(status, options.SourcePath, reader.Error));
        }

        bool isWell = status == SourceStatus.Ok;
        isWell &= TryReadToken(report, options.TokenPath);
        isWell &= TryTextFile(report, options.TextFilePath);
        long deadline = Clock.Milliseconds + AnswersMillisecondsMax;
        foreach (ListenAddress address in options.ListenAddresses)
        {
            isWell &= TryListen(report, address, options.FindFreePort(address.Port), deadline);
        }

        Start(report, "result").Append(isWell ? "all is well\n" : "not well: see what is wrong above\n");
        return isWell;
    }

    private static StringBuilder Start(StringBuilder report, string title) =>
        report.Append(title).Append(' ', 12 - title.Length);

    /// <summary>What is wrong, and the change as people write it.</summary>
    private static void Append(StringBuilder report, Failure failure)
    {
        Start(report, "wrong").Append(failure.Text).Append('\n');
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

    /// <summary>How it is known whose interfaces a file shows.</summary>
    private static string Explain(TableOwner owner) =>
        owner switch
        {
            TableOwner.Host => "not this process's own, and numbered before /proc/version, as only the host's is",
            TableOwner.HostAndOwn => "this process's own, and with net/stat/arp_cache beside it, as only the host's is",
            TableOwner.Own => "this process's own, and without net/stat/arp_cache beside it, which the host's has",
            TableOwner.Another => "not this process's own, and numbered after /proc/version, unlike the host's",
            _ => "the file is on no procfs, or there is no /proc here to compare it with",
        };

    /// <summary>Who runs this, as /proc/self/status has it: effective user and group, effective capabilities.</summary>
    private static string DescribeUser()
    {
        using NativeBuffer buffer = new(Limits.TextBytesInitial);
        ReadOnlySpan<byte> status = ReadText("/proc/self/status", buffer);
        string capabilities = Find(status, "\nCapEff:\t"u8);
        return status.IsEmpty ? "unknown: there is no /proc here"
            : Find(status, "\nUid:\t"u8) + ", group " + Find(status, "\nGid:\t"u8)
                + (capabilities.AsSpan().Trim('0').IsEmpty ? ", no capabilities" : ", capabilities " + capabilities);
    }

    /// <summary>The word behind a title; empty where that is missing.</summary>
    private static string Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> title)
    {
        int start = text.IndexOf(title);
        ReadOnlySpan<byte> rest = start < 0 ? default : text[(start + title.Length)..];
        return Encoding.UTF8.GetString(rest[..int.Max(rest.IndexOfAny("\t\n"u8), 0)]);
    }

    /// <summary>Each mount that has a net/dev of process 1, and whose that is.</summary>
    private static void AppendMounts(StringBuilder report)
    {
        using NativeBuffer buffer = new(MountTextBytesMax);
        ReadOnlySpan<byte> text = ReadText("/proc/self/mountinfo", buffer);
        while (MountLine.TryTake(ref text, out MountLine mount))
        {
            string? below = mount.Root.SequenceEqual("/"u8) ? "/1/net/dev"
                : mount.Root.EndsWith("/net"u8) ? "/dev"
                : mount.Root.EndsWith("/net/dev"u8) ? ""
                : null;
            if (mount.IsProcfs && below is not null)
            {
                string path = Encoding.UTF8.GetString(mount.Point) + below;
                Errno error = NetworkNamespace.Probe(path, out TableOwner owner);
                Start(report, "mount").Append(path).Append(": ")
                    .Append(error != Errno.None ? error.Message() : Describe(owner)).Append('\n');
            }
        }
    }

    private static string Describe(TableOwner owner) =>
        owner switch
        {
            TableOwner.Host or TableOwner.HostAndOwn => "the host's interfaces",
            TableOwner.Own => "this container's own interfaces",
            TableOwner.Another => "the interfaces of another container, or of the one that this one is in",
            _ => "nobody can tell whose interfaces",
        };

    private static ReadOnlySpan<byte> ReadText(string path, NativeBuffer buffer)
    {
        using ProcFile file = new(path);
        _ = file.Read(buffer.Bytes, now: 0, out int length);
        return buffer.Bytes[..length];
    }

    private static void AppendNames(StringBuilder report, NetDevSnapshot snapshot)
    {
        Start(report, "interfaces").Append(snapshot.Count.ToString(CultureInfo.InvariantCulture));
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

    /// <summary>Looks at the token file, where there is one; never at the token.</summary>
    private static bool TryReadToken(StringBuilder report, string path)
    {
        if (path.Length == 0)
        {
            return true;
        }

        using TokenReader reader = new(path);
        TokenStatus status = reader.Read();
        if (status == TokenStatus.Ok)
        {
            Start(report, "token").Append(path).Append(" holds one\n");
        }
        else
        {
            Append(report, Failure.OfToken(status, path, reader.Error));
        }

        return status == TokenStatus.Ok;
    }

    /// <summary>Tries whether the text file can be written, where there is to be one.</summary>
    private static bool TryTextFile(StringBuilder report, string path)
    {
        Errno error = path.Length > 0 ? AtomicFile.ProbeWritable(path) : Errno.None;
        if (error != Errno.None)
        {
            Append(report, Failure.OfTextFile(path, error));
        }
        else if (path.Length > 0)
        {
            Start(report, "text file").Append(path).Append(" can be written\n");
        }

        return error == Errno.None;
    }

    /// <summary>Tries to listen. An address that an instance of this program has is as it should be.</summary>
    private static bool TryListen(StringBuilder report, ListenAddress address, int freePort, long deadline)
    {
        Errno error = Listener.Bind(address, out Listener? listener);
        if (error == Errno.None)
        {
            listener!.Dispose();
            Start(report, "address").Append(address.Text).Append(" can be had\n");
            return true;
        }

        int milliseconds = (int)long.Max(deadline - Clock.Milliseconds, AnswerMillisecondsMin);
        bool isOurs = HealthCheck.Ask(address, Site.HealthyPath, default, milliseconds, out string answer)
            && answer == "healthy";
        if (isOurs)
        {
            Start(report, "address").Append(address.Text)
                .Append(" is taken by a netdev-exporter, which answers: this one, if it runs\n");
        }
        else
        {
            Append(report, Failure.OfAddress(address.Text, address.Port, freePort, error));
        }

        return isOurs;
    }
}
