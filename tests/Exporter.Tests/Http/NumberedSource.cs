using System.Threading;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Tests.Http;

/// <summary>
/// A source whose pages are numbered, so that each says which reading it is of: of all lengths, a few longer than a
/// socket takes at once; every thirteenth reading fails.
/// </summary>
internal class NumberedSource : IPageSource
{
    private int readings;
    private int last;

    /// <summary>How many readings have begun; they are numbered from 1 on.</summary>
    internal int Readings => Volatile.Read(ref readings);

    /// <summary>Whether a reading gives no page but the reason why.</summary>
    internal static bool IsFailing(int reading) => reading % 13 == 5;

    /// <summary>The body that a reading gives.</summary>
    internal static string Text(int reading) => reading + "." + new string('x', Padding(reading)) + "\n";

    public bool TryWrite(Page page, long now)
    {
        int reading = last = Choose(Interlocked.Increment(ref readings));
        string text = Text(reading);
        _ = page.TryGrow(text.Length);
        page.SetText(text[..^1]);
        return !IsFailing(reading);
    }

    public void WriteTotals(ref ByteWriter html) => html.Write(Latin1.Bytes(Totals(last)));

    /// <summary>The totals that a reading gives.</summary>
    internal static string Totals(int reading) => $"<p>{reading}</p>";

    /// <summary>Which reading the next page is of; another than the newest is a fault.</summary>
    protected virtual int Choose(int newest) => newest;

    private static int Padding(int reading) =>
        IsFailing(reading) ? 20
        : reading % 251 == 0 ? 300_000
        : reading % 97 == 0 ? 10_000
        : reading % 199;
}
