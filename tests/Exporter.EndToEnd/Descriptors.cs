using System.IO;
using System.Linq;

namespace NetdevExporter.EndToEnd;

/// <summary>The descriptors of a running exporter, by /proc/PID/fd (proc_pid_fd(5)).</summary>
internal static class Descriptors
{
    internal static int Count(Instance exporter) => Directory.GetFiles(Folder(exporter)).Length;

    /// <summary>
    /// Has a page served, and waits until all that is left of clients is closed: until then, neither is every file open
    /// that a page needs, nor every connection accepted that was made before.
    /// </summary>
    internal static void AwaitRest(Instance exporter)
    {
        _ = exporter.GetPage();
        Wait.Until(() => CountClients(exporter) == 0, 10, "the end of its clients' connections");
    }

    /// <summary>How many sockets it has beside the one that listens.</summary>
    internal static int CountClients(Instance exporter) =>
        Directory.GetFiles(Folder(exporter))
            .Count(path => new FileInfo(path).LinkTarget?.StartsWith("socket:") == true) - 1; // null once it is closed

    /// <summary>The number that the next one has.</summary>
    internal static int FirstFree(Instance exporter) =>
        Enumerable.Range(0, int.MaxValue).First(number => !Path.Exists($"{Folder(exporter)}info/{number}"));

    private static string Folder(Instance exporter) => $"/proc/{exporter.ProcessId}/fd";
}
