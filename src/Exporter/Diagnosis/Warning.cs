using System.Globalization;
using System.Text;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;
using NetdevExporter.Source;

namespace NetdevExporter.Diagnosis;

/// <summary>
/// What works, but is probably not intended. The log and the doctor's report both use this text.
/// </summary>
internal static class Warning
{
    /// <summary>Users outside the token file's group may read it.</summary>
    internal static string OfReadableToken(string path) =>
        path + " (--web.token-file): every user may read it (chmod o-r)";

    /// <summary>The net/dev file is a copy.</summary>
    /// <param name="owner">Whose interfaces the file shows.</param>
    /// <returns>null if the file is on procfs.</returns>
    internal static string? OfSource(TableOwner owner, string path) =>
        owner != TableOwner.Nobody ? null
            : path + " is not on procfs: it may be a copy of the host's /proc/1/net/dev, whose counters change only "
                + "when something writes the file";

    /// <summary>The host's name is unknown, and a container's is shown in its place.</summary>
    /// <param name="owner">Whose interfaces the net/dev file shows.</param>
    /// <returns>null if the name is given, read, or this process's own is the host's.</returns>
    internal static string? OfNodeName(NodeIdentity node, TableOwner owner) =>
        !node.IsOwn || owner == TableOwner.HostAndOwn || NodeIdentity.IsHostNamespace ? null
            : (node.Error == Errno.None ? NodeIdentity.HostNamePath + " contains no name"
                : "cannot read " + NodeIdentity.HostNamePath + ": " + node.Error.Message())
                + ", so node_uname_info shows this container's, " + node.Name
                + "; mount the host's: -v /etc/hostname:" + NodeIdentity.HostNamePath + ":ro, or set --node.name";

    /// <summary>The filter leaves out everything.</summary>
    /// <returns>null if the page shows interfaces, or if there are none.</returns>
    internal static string? OfFilter(int shown, int excluded) =>
        shown > 0 || excluded == 0 ? null : "--device.include and --device.exclude leave no interface";

    /// <summary>Interfaces share a name.</summary>
    /// <remarks>
    /// Linux gives a name once in a network namespace. FreeBSD prints six bytes of a name: linprocfs_donetdev_cb() in
    /// sys/compat/linprocfs/linprocfs.c. Kernels that list devices by hash can repeat a line between two reads.
    /// </remarks>
    /// <returns>null if every name is there once.</returns>
    internal static string? OfRepeatedNames(in NetDevSnapshot devices) =>
        devices.RepeatedNames == 0 ? null
            : "more than one interface is named " + Encoding.UTF8.GetString(devices.FirstRepeatedName)
                + ": the page shows the first one only (lines that repeat a name: "
                + devices.RepeatedNames.ToString(CultureInfo.InvariantCulture) + ")";
}
