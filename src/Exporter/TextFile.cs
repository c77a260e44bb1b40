using System;
using NetdevExporter.CommandLine;
using NetdevExporter.Diagnosis;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter;

/// <summary>
/// The file that node_exporter's textfile collector reads: a complete page, at most one interval old. An older page
/// would look like a network without traffic: the file is removed when it cannot be replaced, and at the stop.
/// </summary>
/// <param name="path">The file's path; its directory does not have to exist yet.</param>
/// <param name="seconds">The interval between writes.</param>
/// <param name="scrape">Writes the pages.</param>
internal sealed class TextFile(string path, int seconds, Scrape scrape) : IPeriodicTask, IDisposable
{
    private readonly AtomicFile file = new(path);
    private readonly Page page = new();
    private FileLock? held;
    private bool isWritten;
    private Errno error;

    public long DueAt { get; private set; }

    public string Fault => error == Errno.None ? "" : Failure.OfTextFile(path, error).Text;

    /// <summary>Keeps the file to this process; returns false if another one writes it.</summary>
    internal bool TryLock() => held is not null || FileLock.TryTake(path, out held);

    /// <summary>The text file that the options name; null if they name none.</summary>
    internal static TextFile? Create(Options options, Scrape scrape) =>
        options.TextFilePath.Length > 0 ? new TextFile(options.TextFilePath, options.TextFileSeconds, scrape) : null;

    /// <summary>
    /// Replaces the file with a new page, or removes it if there is none. Logs the first success and every change
    /// between success and failure. Takes the lock if there was no directory for it at the start.
    /// </summary>
    public void Run(long now)
    {
        DueAt = now + (seconds * 1000L);
        bool isOurs = TryLock();

        // Without process metrics and the like: node_exporter has its own under the same names, and drops duplicates.
        if (isOurs && !scrape.TryWrite(page, now, isTextFile: true))
        {
            file.Remove();
            return;
        }

        Errno result = isOurs ? file.Replace(page.Body) : Errno.EAGAIN;
        if (isOurs && result != Errno.None)
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
        if (DueAt > 0 && error != Errno.EAGAIN) // otherwise another process wrote the file
        {
            file.Remove();
        }

        held?.Dispose();
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
