using System.IO;
using System.Linq;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>What a running process has of the machine's memory, in KiB.</summary>
/// <param name="Resident">All of it that is in memory now.</param>
/// <param name="Anonymous">Of that, what is no file's: heap and stacks.</param>
/// <param name="Peak">The most that was ever resident.</param>
internal readonly record struct ProcessMemory(long Resident, long Anonymous, long Peak)
{
    internal static ProcessMemory Of(Instance exporter)
    {
        string[] lines = File.ReadAllLines($"/proc/{exporter.ProcessId}/status");
        long Field(string name) =>
            long.Parse(lines.Single(line => line.StartsWith(name + ":")).Split(' ')[^2]);
        return new ProcessMemory(Field("VmRSS"), Field("RssAnon"), Field("VmHWM"));
    }
}
