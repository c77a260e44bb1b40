using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using NetdevExporter.EndToEnd.Executable;
using Xunit;

namespace NetdevExporter.EndToEnd.Soak;

/// <summary>
/// A life in little: interfaces come and go, the source fails and recovers, and all the while so do clients of every
/// kind. Pages are right all along, and afterwards nothing of it is left.
/// </summary>
[Collection(Alone.Name)]
public sealed class LifeTests : IDisposable
{
    private const int InterfacesMax = 200;

    /// <summary>
    /// Four pages may be held at once, and musl keeps room of a size that it sees come and go. Thirteen bytes left
    /// behind by each of an hour's 40,000 clients would be more.
    /// </summary>
    private const int ResidentKibibytesMore = 512;

    /// <summary>How long an open file is read on, and a moment more.</summary>
    private const int StaleSeconds = 3;

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, NetDevTable> tables = [];
    private int scrapes;

    private string FilePath => folder.PathOf("dev");

    [Fact]
    public void An_hour_of_it_leaves_nothing_behind()
    {
        Replace(0, InterfacesMax);
        using Terminal terminal = new(); // that nobody reads: after half an hour, it takes no line of the log
        using Instance exporter = Instance.StartAt(
            FreePort.TakeLoopback(), ["--path.netdev", FilePath],
            "sh", "-c", $"exec \"$0\" \"$@\" 2>'{terminal.Path}'", "setarch", "--addr-no-randomize");
        using WireClient prometheus = exporter.Connect();
        int came = Live(exporter, prometheus, 1, 1); // everything has happened once
        Footprint before = Footprint.AtRest(exporter);
        long started = Stopwatch.GetTimestamp();
        came += Live(exporter, prometheus, 2, Soaking.Minutes - 1);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Footprint after = Footprint.AtRest(exporter);
        Console.WriteLine(
            $"soak: {before} after a minute, {after} after {Soaking.Minutes}, in {seconds:N0} s; "
            + $"{came:N0} clients came and went, {scrapes:N0} pages were right");
        Assert.InRange(after.Memory.Resident, 0, before.Memory.Resident + ResidentKibibytesMore);
        Assert.Equal(before.Descriptors, after.Descriptors);
        Assert.Equal(before.Threads, after.Threads);
        Assert.Equal(0, exporter.Stop());
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Lives for some minutes, and ends as it began: with the largest table, and nobody there.</summary>
    /// <returns>How many clients came.</returns>
    private int Live(Instance exporter, WireClient prometheus, int first, int minutes)
    {
        using Crowd crowd = new(exporter);
        for (int minute = first; minute < first + minutes; minute++)
        {
            Replace(minute, minute % 2 == 0 ? 1 + (minute * 37 % InterfacesMax) : InterfacesMax);
            AwaitTable(prometheus, minute);
            if (minute % 3 == 1)
            {
                Fail(prometheus, minute);
            }
        }

        crowd.Stop();
        Replace(0, InterfacesMax);
        AwaitTable(prometheus, 0);
        return crowd.Came;
    }

    /// <summary>Puts another table in the place of the one that is there, as one step.</summary>
    private void Replace(int minute, int interfaces)
    {
        IEnumerable<string> rows = Enumerable.Range(0, interfaces).Select(i => NetDevText.Row($"m{minute}i{i}", i));
        string text = NetDevText.Header + string.Concat(rows);
        tables[$"m{minute}i0"] = NetDevTable.Parse(text);
        File.Move(folder.Write("new", text), FilePath, overwrite: true);
    }

    /// <summary>Takes the file away, and puts it back when that has been told.</summary>
    private void Fail(WireClient prometheus, int minute)
    {
        File.Move(FilePath, folder.PathOf("away"));
        WireResponse response = Await(prometheus, answer => answer.Status == 503);
        Assert.Contains(FilePath, response.Text);
        File.Move(folder.PathOf("away"), FilePath);
        AwaitTable(prometheus, minute);
    }

    /// <summary>Scrapes until the page shows a table.</summary>
    private void AwaitTable(WireClient prometheus, int minute) =>
        Await(prometheus, answer => answer.Status == 200 && FirstInterface(answer) == $"m{minute}i0");

    /// <summary>Scrapes until the answer is as it should be; every page on the way shows one whole table.</summary>
    private WireResponse Await(WireClient prometheus, Predicate<WireResponse> isRight)
    {
        WireResponse? response = null;
        Wait.Until(() => isRight(response = Scrape(prometheus)), StaleSeconds, "the right answer");
        return response!;
    }

    private WireResponse Scrape(WireClient prometheus)
    {
        WireResponse response = prometheus.Get("/metrics");
        Assert.True(response.Status is 200 or 503, response.StatusLine);
        if (response.Status == 200)
        {
            MetricsPage page = MetricsPage.Parse(response.Text);
            PageComparison.AssertShows(page, MetricNames.All[0], tables[FirstInterface(response)]);
            scrapes++;
        }

        return response;
    }

    private static string FirstInterface(WireResponse response) => response.Text.Split('"', 3)[1];
}
