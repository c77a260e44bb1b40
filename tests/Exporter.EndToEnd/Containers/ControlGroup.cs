using System;
using System.IO;
using System.Linq;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>What the kernel has counted of a container's memory and processes, by either version of cgroups.</summary>
/// <remarks>Source: linux/Documentation/admin-guide/cgroup-v1/memory.rst, cgroup-v2.rst.</remarks>
internal sealed class ControlGroup
{
    private const string Root = "/sys/fs/cgroup";

    private readonly bool isUnified;
    private readonly string memory;
    private readonly string pids;
    private long peakBeforeSockets;

    /// <param name="pid">A process in it, as the machine numbers it.</param>
    internal ControlGroup(int pid)
    {
        string[][] lines = [.. File.ReadAllLines($"/proc/{pid}/cgroup").Select(line => line.Split(':', 3))];
        isUnified = !Array.Exists(lines, line => line[1] == "memory");
        memory = FolderOf("memory");
        pids = FolderOf("pids");

        string FolderOf(string controller) => isUnified
            ? Root + lines.Single(line => line[0] == "0")[2]
            : $"{Root}/{controller}{lines.Single(line => line[1] == controller)[2]}";
    }

    /// <summary>
    /// The most memory that was taken at once, the buffers of TCP sockets included; runc's, before it started the
    /// container's process, as well. Version 1 counts sockets apart, so that this can be a sum of two maxima.
    /// </summary>
    internal long PeakBytes => isUnified
        ? Number(Path.Combine(memory, "memory.peak"))
        : long.Max(peakBeforeSockets, Number(MaximumFile) + SocketBytes);

    /// <summary>Of these, the sockets' where they are counted apart.</summary>
    internal long SocketBytes => isUnified ? 0 : Number(Path.Combine(memory, "memory.kmem.tcp.max_usage_in_bytes"));

    /// <summary>How many processes were killed for memory.</summary>
    internal long Kills =>
        Field(Path.Combine(memory, isUnified ? "memory.events" : "memory.oom_control"), "oom_kill");

    /// <summary>How often a thread was refused.</summary>
    internal long ThreadsRefused => Field(Path.Combine(pids, "pids.events"), "max");

    private string MaximumFile => Path.Combine(memory, "memory.max_usage_in_bytes");

    /// <summary>Version 1 counts the buffers of TCP sockets only where they have a limit: from now on.</summary>
    internal void LimitSockets(long bytes)
    {
        if (!isUnified)
        {
            peakBeforeSockets = Number(MaximumFile);
            File.WriteAllText(MaximumFile, "0");
            File.WriteAllText(Path.Combine(memory, "memory.kmem.tcp.limit_in_bytes"), $"{bytes}");
        }
    }

    private static long Number(string file) => long.Parse(File.ReadAllText(file).Trim());

    private static long Field(string file, string name) => File.ReadAllLines(file)
        .Select(line => line.Split(' '))
        .Where(cells => cells[0] == name)
        .Select(cells => long.Parse(cells[1]))
        .Single();
}
