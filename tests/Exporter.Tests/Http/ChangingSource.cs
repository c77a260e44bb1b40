using System;
using System.Threading;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Tests.Http;

/// <summary>
/// A source whose page is a number that a test counts up; it counts its readings, and can be held in one.
/// </summary>
internal sealed class ChangingSource : IPageSource, IDisposable
{
    private readonly ManualResetEventSlim entered = new(false);
    private readonly ManualResetEventSlim released = new(true);
    private long number;
    private int readings;

    /// <summary>How many bytes are on a page behind the number.</summary>
    internal int Padding { get; init; }

    /// <summary>Whether that is bytes without an order.</summary>
    internal bool IsNoise { get; set; }

    /// <summary>What is wrong with what it serves.</summary>
    internal string Fault { get; init; } = "";

    internal int Readings => Volatile.Read(ref readings);

    internal long CountUp() => Interlocked.Increment(ref number);

    /// <summary>Makes the next reading wait, and others behind it.</summary>
    internal void Hold() => released.Reset();

    /// <summary>Waits until a reading has begun.</summary>
    internal void WaitUntilHeld() => entered.Wait(TimeSpan.FromSeconds(30));

    internal void Release() => released.Set();

    public bool TryWrite(Page page, long now)
    {
        Interlocked.Increment(ref readings);
        string text = Fault.Length > 0 ? Fault : Interlocked.Read(ref number).ToString();
        entered.Set();
        released.Wait(TimeSpan.FromSeconds(30));
        _ = page.TryGrow(text.Length + 1 + Padding);
        page.SetText(text + new string('.', Padding));
        if (IsNoise)
        {
            new Random(1).NextBytes(page.Room.Slice(text.Length, Padding));
        }

        return Fault.Length == 0;
    }

    public void WriteTotals(ref ByteWriter html) =>
        html.Write(Latin1.Bytes($"<p>{Interlocked.Read(ref number)}</p>"));

    public void Dispose()
    {
        entered.Dispose();
        released.Dispose();
    }
}
