using System;
using NetdevExporter.CommandLine;
using NetdevExporter.Diagnosis;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter;

/// <summary>
/// The file that node_exporter's textfile collector reads: a whole page, at most one interval old. An older page would
/// look like a network without traffic, so the file is removed when it cannot be replaced and when the program stops.
/// </summary>
/// <param name="path">Where the file is; its directory does not have to exist yet.</param>
/// <param name="seconds">The interval between two pages.</param>
/// <param name="scrape">Writes the pages.</param>
internal sealed class TextFile(string path, int seconds, Scrape scrape) : IPeriodicTask, IDisposable
{
    private readonly AtomicFile file = new(path);
    private readonly Page page = new();
    private bool isWritten;
    private Errno error;

    public long DueAt { get; private set; }

    public string Fault => error == Errno.None ? "" : Failure.OfTextFile(path, error).Text;

    /// <summary>The text file that the options name; null if they name none.</summary>
    internal static TextFile? Create(Options options, Scrape scrape) =>
        options.TextFilePath.Length > 0 ? new TextFile(options.TextFilePath, options.TextFileSeconds, scrape) : null;

    /// <summary>
    /// Replaces the file by a new page, or removes it if there is none. The first success, and every change between
    /// success and failure, is logged.
    /// </summary>
    public void Run(long now)
    {
        DueAt = now + (seconds * 1000L);

        // Without the process's metrics: node_exporter has its own of the same names, and one of the two is dropped.
        if (!scrape.TryWrite(page, now, withProcessMetrics: false))
        {
            file.Remove();
            return;
        }

        Errno result = file.Replace(page.Body);
        if (result != Errno.None)
        {
            file.Remove();
        }

        if (result != error || (result == Errno.None && !isWritten))
        {
            error = result;
            LogChange();
        }

        isWritten |= result == Errno.None;
    }

    public void Dispose()
    {
        if (DueAt > 0) // otherwise the file belongs to another process
        {
            file.Remove();
        }

        page.Dispose();
    }

    private void LogChange()
    {
        if (error == Errno.None)
        {
            Log.Info("writing the text file", "path", path);
        }
        else
        {
            Log.Warn("cannot write the text file", "reason", Fault);
        }
    }
}
