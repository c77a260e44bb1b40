using System.IO;
using System.Threading;
using NetdevExporter.EndToEnd.Executable;

namespace NetdevExporter.EndToEnd.Soak;

/// <summary>What a process has of the machine.</summary>
/// <param name="Memory">In KiB.</param>
/// <param name="Descriptors">Open files and connections.</param>
/// <param name="Threads">Its threads.</param>
internal readonly record struct Footprint(ProcessMemory Memory, int Descriptors, int Threads)
{
    internal static Footprint Of(Instance exporter) => new(
        ProcessMemory.Of(exporter),
        EndToEnd.Descriptors.Count(exporter),
        Directory.GetDirectories($"/proc/{exporter.ProcessId}/task").Length);

    /// <summary>
    /// That of one that nobody asks: it waits until what clients left behind is closed, two seconds later at most.
    /// </summary>
    internal static Footprint AtRest(Instance exporter)
    {
        Footprint footprint = Of(exporter);
        for (int quiet = 0; quiet < 10; quiet++)
        {
            Thread.Sleep(100);
            Footprint next = Of(exporter);
            quiet = next.Descriptors == footprint.Descriptors ? quiet : 0;
            footprint = next;
        }

        return footprint;
    }

    public override string ToString() => $"{Memory.Resident} KiB resident, {Descriptors} descriptors";
}
