using System;

namespace NetdevExporter.CommandLine;

/// <summary>
/// The flags of node_exporter that this program does not have, and what takes their place: command lines are often
/// brought from there.
/// </summary>
/// <remarks>Source: <c>node_exporter --help</c>, 1.5 to 1.11.</remarks>
internal static class ForeignFlags
{
    private const string Filter =
        "use --device.exclude or --device.include, with globs in the place of regular expressions: veth* for ^veth";

    /// <summary>Names, or their beginning if they end with a separator, each with the advice.</summary>
    private static readonly ForeignFlag[] Rows =
    [
        new("path.rootfs", "leave it out if /proc is at /host/proc; else use --path.procfs=ROOTFS/proc"),
        new("path.udev.", "leave it out: udev's data is not read"),
        new("collector.netdev.device-", Filter),
        new("collector.netdev.ignored-devices", Filter),
        new("collector.netclass.ignored-devices", Filter),
        new("collector.textfile.", "leave it out: text files are not read; --textfile.path writes one"),
        new("collector.", "leave it out: net/dev is the only collector, and always on"),
        new("no-collector.", "leave it out: there is no collector but net/dev's"),
        new("log.", "leave it out: the log is logfmt, and has only what changes"),
        new("web.config.", "leave it out: for a password use --web.token-file, for TLS a proxy in front"),
        new("web.max-requests", "use --web.max-connections"),
        new("web.systemd-socket", "leave it out: no socket is inherited; use --web.listen-address"),
        new("runtime.", "leave it out: there is no Go runtime to tune"),
        new("port", "use --web.listen-address=:PORT"),
        new("host", "use --web.listen-address=ADDRESS:PORT"),
        new("web.host", "use --web.listen-address=ADDRESS:PORT"),
        new("web.port", "use --web.listen-address=:PORT"),
        new("web.tls-", "leave it out: for TLS, put a proxy in front"),
    ];

    /// <summary>Finds what takes the place of a flag or of an environment variable; null if it is unknown.</summary>
    /// <param name="name">A flag without its dashes, or an environment variable without its prefix.</param>
    internal static string? FindAdvice(ReadOnlySpan<char> name)
    {
        foreach (ForeignFlag row in Rows)
        {
            bool isGroup = row.Name[^1] is '.' or '-';
            if ((isGroup || name.Length == row.Name.Length) && Spelling.StartsWith(name, row.Name))
            {
                return row.Advice;
            }
        }

        return null;
    }

    /// <param name="name">The flag without its dashes, or the beginning of several.</param>
    /// <param name="advice">What takes its place, or why nothing does.</param>
    private readonly struct ForeignFlag(string name, string advice)
    {
        internal string Name => name;

        internal string Advice => advice;
    }
}
