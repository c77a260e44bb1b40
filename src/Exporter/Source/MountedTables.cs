using System;
using System.Collections.Generic;
using System.Text;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;

namespace NetdevExporter.Source;

/// <summary>The net/dev of process 1 in a mount that this process sees.</summary>
/// <param name="path">Where it is.</param>
/// <param name="error">Why it cannot be opened; None if it can.</param>
/// <param name="owner">Whose interfaces it shows.</param>
internal readonly struct MountedTable(string path, Errno error, TableOwner owner)
{
    internal string Path => path;

    internal Errno Error => error;

    internal TableOwner Owner => owner;
}

/// <summary>Finds the net/dev files of process 1 by the mounts, wherever somebody has put them.</summary>
internal static class MountedTables
{
    /// <summary>Lists the mounts of procfs, or of a part of it, that contain process 1's net/dev.</summary>
    internal static List<MountedTable> Find()
    {
        List<MountedTable> tables = [];
        using NativeBuffer buffer = new();
        ReadOnlySpan<byte> text = ProcText.Read("/proc/self/mountinfo", buffer);
        while (MountLine.TryTake(ref text, out MountLine mount))
        {
            string? suffix = mount.IsProcfs ? FindSuffix(mount.Root) : null;
            if (suffix is not null)
            {
                byte[] point = mount.Point.ToArray();
                string path = Encoding.UTF8.GetString(MountLine.Decode(point, point)).TrimEnd('/') + suffix;
                Errno error = NetworkNamespace.Probe(path, out TableOwner owner);
                tables.Add(new MountedTable(path, error, owner));
            }
        }

        return tables;
    }

    /// <summary>
    /// Finds the host's table or, in a container inside a container, the enclosing one's; empty if there is neither.
    /// </summary>
    internal static string FindHosts()
    {
        string found = "";
        foreach (MountedTable table in Find())
        {
            if (table.Owner is TableOwner.Host or TableOwner.HostAndOwn)
            {
                return table.Path;
            }

            bool isEnclosing = table.Owner == TableOwner.Other && table.Path.AsSpan().EndsWith("/1/net/dev");
            found = isEnclosing ? table.Path : found;
        }

        return found;
    }

    /// <summary>The path below the mounted part of procfs; null if it has no net/dev of process 1.</summary>
    private static string? FindSuffix(ReadOnlySpan<byte> root) =>
        root.SequenceEqual("/"u8) ? "/1/net/dev"
        : root.SequenceEqual("/1"u8) ? "/net/dev"
        : root.EndsWith("/net"u8) ? "/dev"
        : root.EndsWith("/net/dev"u8) ? ""
        : null;
}
