using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>
/// strace that counts the system calls of a running exporter, of all its threads, while it is attached.
/// </summary>
internal sealed class Tracer : IDisposable
{
    private readonly Process process;

    internal Tracer(Instance exporter)
    {
        Machine.RequireRoot();
        Machine.Require(File.Exists("/usr/bin/strace"), "strace");
        ProcessStartInfo start = new("strace", ["-f", "-c", "-p", exporter.ProcessId.ToString()])
        {
            RedirectStandardError = true,
        };
        process = Process.Start(start)!;
        string? line = process.StandardError.ReadLine(); // "Process 1 attached", perhaps with its number of threads
        if (line is null || !line.Contains("attached"))
        {
            throw new InvalidOperationException($"strace: {line}{process.StandardError.ReadToEnd()}");
        }
    }

    /// <summary>Detaches it; returns how often each call was made.</summary>
    internal IReadOnlyDictionary<string, int> Stop()
    {
        Instance.SignalProcess("INT", process.Id);
        string table = process.StandardError.ReadToEnd();
        process.WaitForExit(5000);
        Dictionary<string, int> counts = [];
        foreach (string line in table.Split('\n'))
        {
            // % time, seconds, usecs/call, calls, errors where there were any, name
            string[] cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length is 5 or 6 && char.IsAsciiDigit(cells[0][0]) && cells[^1] != "total")
            {
                counts[cells[^1]] = int.Parse(cells[3]);
            }
        }

        return counts;
    }

    public void Dispose() => Tool.End(process);
}
