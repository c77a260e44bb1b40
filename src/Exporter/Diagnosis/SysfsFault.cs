using System.Globalization;
using NetdevExporter.Platform;
using NetdevExporter.Source;
using NetdevExporter.Sysfs;

namespace NetdevExporter.Diagnosis;

/// <summary>Why the page has nothing from sysfs, or not of all interfaces. Log and doctor use this text.</summary>
internal static class SysfsFault
{
    private const string Mounts =
        "; mount the host's: -v /sys/class/net:/host/sys/class/net:ro -v /sys/devices:/host/sys/devices:ro";

    /// <summary>Explains what is wrong with a reading; null if nothing is.</summary>
    /// <param name="path">The directory that is read.</param>
    /// <param name="owner">Whose interfaces the net/dev file shows.</param>
    internal static string? Explain(LinkTable links, string path, TableOwner owner) =>
        links.ReadAt < 0 ? OfLateness(path)
            : links.Error == Errno.ENOENT && links.UnreadableCount > 0
                ? "what the links in " + path + " lead to is not mounted" + Mounts
            : links.Error == Errno.ENOENT ? path + " does not exist" + Mounts
            : links.Error != Errno.None ? "cannot read " + path + ": " + links.Error.Message()
            : links.AreOwn && (owner is TableOwner.Host or TableOwner.Other)
                ? path + " shows this container's own interfaces, not the host's" + Mounts
            : null;

    /// <summary>There is no reading, or none that is new enough.</summary>
    internal static string OfLateness(string path) => path + " takes long to read";

    /// <summary>There will be no reading.</summary>
    internal static string OfThread(string path) =>
        "cannot start a thread to read " + path + ": the limit of processes and threads is reached (--pids-limit)";

    /// <summary>Explains why some interfaces are missing; null if none is.</summary>
    internal static string? ExplainMissing(LinkTable links, string path) =>
        links.Error != Errno.None || links.UnreadableCount == 0 ? null
            : "what " + links.UnreadableCount.ToString(CultureInfo.InvariantCulture) + " links in " + path
                + " lead to is not mounted" + Mounts;
}
