using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using NetdevExporter.EndToEnd.Executable;
using Xunit;

namespace NetdevExporter.EndToEnd.Soak;

/// <summary>However often it is asked, it stays what it was, and says what a fresh one says.</summary>
[Collection(Alone.Name)]
public sealed class ScrapesTests
{
    private const int FirstScrapes = 10_000;
    private const int Connections = 4;
    private const int ResidentKibibytesMore = 64;

    /// <summary>The samples that differ from one page to the next though the file does not.</summary>
    private static readonly Regex Changing =
        new("^((?:process_[a-z_]+|netdev_scrape_duration_seconds) ).*$", RegexOptions.Multiline);

    [Fact]
    public void Many_scrapes_leave_it_as_the_first_ten_thousand_left_it()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.OfContainers(4));
        using Instance exporter = Start(path);
        string page = PageOf(exporter);
        List<WireClient> clients = [.. Enumerable.Range(0, Connections).Select(_ => exporter.Connect())];
        Scrape(clients, FirstScrapes, page);
        Footprint first = Footprint.Of(exporter);
        long started = Stopwatch.GetTimestamp();
        Scrape(clients, Soaking.Scrapes - FirstScrapes, page);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Footprint last = Footprint.Of(exporter);
        Console.WriteLine(
            $"soak: {first} after {FirstScrapes:N0} scrapes, {last} after {Soaking.Scrapes:N0}; "
            + $"{(Soaking.Scrapes - FirstScrapes) / seconds:N0} scrapes a second, none failed");
        Assert.InRange(last.Memory.Resident, 0, first.Memory.Resident + ResidentKibibytesMore);
        Assert.Equal(first.Descriptors, last.Descriptors);
        Assert.Equal(first.Threads, last.Threads);
        Assert.Equal(2, exporter.LogLines.Count); // that it listens, and what it reads

        using Instance fresh = Start(path);
        Assert.Equal(PageOf(fresh), PageOf(exporter));
        Assert.Equal(page, PageOf(exporter));
    }

    /// <summary>Always at the same addresses, as in <see cref="MemoryTests"/>.</summary>
    private static Instance Start(string path) => Instance.StartAt(
        FreePort.TakeLoopback(), ["--path.netdev", path], "setarch", "--addr-no-randomize");

    /// <summary>A page, but for what changes.</summary>
    private static string PageOf(Instance exporter) => Changing.Replace(exporter.GetPage().Text, "$1");

    /// <summary>Scrapes; each answer must be a page, and its part of the file as it was.</summary>
    private static void Scrape(List<WireClient> clients, int count, string page)
    {
        byte[] table = Encoding.UTF8.GetBytes(page[..page.IndexOf("# HELP netdev_scrape_duration_seconds")]);
        for (int done = 0; done < count; done += clients.Count)
        {
            clients.ForEach(client => client.Request("/metrics"));
            foreach (WireClient client in clients)
            {
                WireResponse response = client.Read();
                if (response.Status != 200 || !response.Body.AsSpan().StartsWith(table))
                {
                    Assert.Fail($"scrape {done}: {response.StatusLine}\n{response.Text}");
                }
            }
        }
    }
}
