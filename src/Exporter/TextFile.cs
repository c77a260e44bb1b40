using System;
using System.Runtime.InteropServices;
using System.Text;
using NetdevExporter.Http;

namespace NetdevExporter;

/// <summary>
/// The file that node_exporter's textfile collector reads: always a whole page, at most an interval old. A page that is
/// older than that would be a network that stands still, so the file is removed where no new one can be put in its
/// place, and when the program stops.
/// </summary>
/// <remarks>
/// A page is written beside the file, under a name that the collector passes over (it reads <c>*.prom</c>), and takes
/// its place by rename(2). Nothing waits for the disk (fsync): what a power cut leaves is replaced at the next start,
/// and the counters have begun anew by then. The base library's files cost 40 KB of executable and more.
/// </remarks>
internal sealed class TextFile : IPeriodicTask, IDisposable
{
    private const int OpenFlags = 0x1 | 0x40 | 0x80 | 0x80000; // O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    private const uint EveryoneReads = 0b110_100_100;
    private const int InputOutput = 5; // EIO
    private const int Exists = 17; // EEXIST
    private const int IsAFolder = 21; // EISDIR
    private const int NotWritten = -1;

    private readonly string path;
    private readonly byte[] pathBytes;
    private readonly byte[] temporaryBytes;
    private readonly long intervalMilliseconds;
    private readonly Scrape scrape;
    private readonly Page page = new();
    private int failure = NotWritten;

    /// <param name="path">Where the file is to be; its folder need not be there yet.</param>
    /// <param name="seconds">From one page to the next.</param>
    /// <param name="scrape">Makes the pages.</param>
    internal TextFile(string path, int seconds, Scrape scrape)
    {
        this.path = path;
        pathBytes = Encoding.UTF8.GetBytes(path + "\0");
        temporaryBytes = Encoding.UTF8.GetBytes(path + (Limits.TemporarySuffix + "\0"));
        intervalMilliseconds = seconds * 1000L;
        this.scrape = scrape;
    }

    public long DueAt { get; private set; }

    public string Fault => failure > 0 ? Failure.OfTextFile(path, failure).Text : "";

    /// <summary>The text file that the options ask for; null where they ask for none.</summary>
    internal static TextFile? Of(Options options, Scrape scrape) =>
        options.TextFilePath.Length > 0 ? new TextFile(options.TextFilePath, options.TextFileSeconds, scrape) : null;

    /// <summary>
    /// Tries to make a file in the folder where the text file is to be; under a name of its own, since an instance may
    /// be writing there.
    /// </summary>
    /// <returns>0, or the errno.</returns>
    internal static int TryFolder(string path)
    {
        byte[] other = Encoding.UTF8.GetBytes(path + (Limits.TrialSuffix + "\0"));
        int descriptor = Create(other);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        _ = SystemCalls.Close(descriptor);
        _ = SystemCalls.Unlink(other);
        return FileIdentity.TryReadLink(path, out FileIdentity there) && there.IsFolder ? IsAFolder : 0;
    }

    /// <summary>
    /// Replaces the file by the page that is true now, or removes it. That it is written, or can't be, is logged when
    /// it begins.
    /// </summary>
    public void Run(long now)
    {
        DueAt = now + intervalMilliseconds;

        // Without metrics of the process: node_exporter has its own of the same names, and drops either.
        if (!scrape.TryWrite(page, withProcessMetrics: false))
        {
            Remove();
            return;
        }

        int error = Replace();
        if (error != 0)
        {
            Remove();
        }

        if (error != failure)
        {
            failure = error;
            LogChange();
        }
    }

    public void Dispose()
    {
        if (DueAt > 0) // else it is another's
        {
            Remove();
        }

        page.Dispose();
    }

    /// <summary>Writes the page beside the file, and puts it in the file's place; 0, or the errno.</summary>
    private int Replace()
    {
        int descriptor = Create(temporaryBytes);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        // Whatever the umask: node_exporter is another user. A file system without modes refuses.
        _ = SystemCalls.ChangeMode(descriptor, EveryoneReads);
        int error = SystemCalls.WriteAll(descriptor, page.Body) ? 0 : Marshal.GetLastPInvokeError();
        if (SystemCalls.Close(descriptor) != 0 && error == 0)
        {
            error = InputOutput; // a disk elsewhere has told late that it is full
        }

        if (error == 0 && SystemCalls.Rename(temporaryBytes, pathBytes) != 0)
        {
            error = Marshal.GetLastPInvokeError();
        }

        if (error != 0)
        {
            _ = SystemCalls.Unlink(temporaryBytes);
        }

        return error;
    }

    /// <summary>
    /// Makes a temporary file, always a new one: what has its name, as a crash leaves it or somebody has put there, a
    /// link perhaps, is removed and never written into. -1 on an error.
    /// </summary>
    private static int Create(ReadOnlySpan<byte> path)
    {
        int descriptor = SystemCalls.Open(path, OpenFlags, EveryoneReads);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == Exists)
        {
            _ = SystemCalls.Unlink(path);
            descriptor = SystemCalls.Open(path, OpenFlags, EveryoneReads);
        }

        return descriptor;
    }

    private void Remove() => _ = SystemCalls.Unlink(pathBytes);

    private void LogChange()
    {
        if (failure != 0)
        {
            Log.Warn("no text file can be written", "reason", Failure.OfTextFile(path, failure).Text);
        }
        else
        {
            Log.Info("the text file is written", "path", path);
        }
    }
}
