using System;
using System.Threading;
using Xunit;

namespace NetdevExporter.Tests;

public sealed class WatchdogTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly ManualResetEventSlim barked = new();
    private string said = "";

    [Fact]
    public void A_case_that_hangs_is_told_with_its_number_its_text_and_the_seed()
    {
        using Watchdog watchdog = new(Patience, Bark);
        watchdog.Watch(7, "GET \0");
        Assert.True(barked.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal($"seed {Fuzzing.Seed}, case 7: GET \\x00\nhangs", said);
    }

    [Fact]
    public void Cases_that_go_by_are_not_told()
    {
        using Watchdog watchdog = new(TimeSpan.FromHours(1), Bark); // its timer stays out of it
        long now = 0;
        for (int i = 0; i < 100; i++)
        {
            watchdog.Watch(i, "");
            watchdog.Look(now += 3_600_000);
            watchdog.Look(now += 3_600_000);
        }

        Assert.False(barked.IsSet);
        watchdog.Look(now + 1);
        Assert.True(barked.IsSet);
    }

    public void Dispose() => barked.Dispose();

    private void Bark(string text)
    {
        said = text;
        barked.Set();
    }
}
