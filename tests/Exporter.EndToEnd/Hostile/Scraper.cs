using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Sockets;
using System.Threading;

namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>A scraper that asks once a second, on a thread of its own, and takes the time of each answer.</summary>
internal sealed class Scraper
{
    private const int TriesMax = 2;

    private readonly Instance exporter;
    private readonly bool isKept;
    private readonly int seconds;
    private readonly Thread thread;
    private readonly List<double> milliseconds = [];
    private readonly List<string> failures = [];
    private WireClient? connection;
    private int dials;

    /// <param name="isKept">
    /// Whether it keeps its connection; one that was closed meanwhile is replaced, and the request is sent again once,
    /// as Prometheus's client does.
    /// </param>
    internal Scraper(Instance exporter, bool isKept, int seconds)
    {
        this.exporter = exporter;
        this.isKept = isKept;
        this.seconds = seconds;
        thread = new Thread(Run);
        thread.Start();
    }

    /// <summary>Whether it has asked for the last time, or has within a time.</summary>
    internal bool IsDoneWithin(int milliseconds) => thread.Join(milliseconds);

    /// <summary>Why pages were not had.</summary>
    internal IReadOnlyList<string> Failures => failures;

    /// <summary>How long each page took, connecting included, in milliseconds; the shortest first.</summary>
    internal IReadOnlyList<double> Times => [.. milliseconds.Order()];

    /// <summary>The time within which so much of all pages were had, 0 to 1.</summary>
    internal double Percentile(double share) => Times[(int)Math.Ceiling(share * milliseconds.Count) - 1];

    public override string ToString() =>
        $"{(isKept ? "kept" : "anew")}: {milliseconds.Count} pages, {failures.Count} failures, {dials} connections, "
        + $"median {Percentile(0.5):f1} ms, longest {Times[^1]:f1} ms";

    private void Run()
    {
        Stopwatch clock = Stopwatch.StartNew();
        for (int i = 0; i < seconds; i++)
        {
            int wait = (i * 1000) + (isKept ? 0 : 500) - (int)clock.ElapsedMilliseconds;
            Thread.Sleep(Math.Max(0, wait));
            long start = Stopwatch.GetTimestamp();
            try
            {
                WireResponse response = Ask();
                milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (response.Status != 200)
                {
                    failures.Add($"second {i}: {response.StatusLine}");
                }
            }
            catch (Exception exception) when (exception is SocketException or InvalidOperationException)
            {
                milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                failures.Add($"second {i}: {exception.Message}");
            }
        }

        connection?.Dispose();
    }

    private WireResponse Ask()
    {
        if (!isKept)
        {
            dials++;
            return exporter.Get("/metrics");
        }

        for (int tries = 1; ; tries++)
        {
            bool isOld = connection is not null;
            try
            {
                dials += isOld ? 0 : 1;
                connection ??= exporter.Connect();
                return connection.Get("/metrics");
            }
            catch (Exception exception) when (
                exception is SocketException or InvalidOperationException
                && isOld && tries < TriesMax)
            {
                connection!.Dispose();
                connection = null;
            }
            catch
            {
                connection?.Dispose();
                connection = null;
                throw;
            }
        }
    }
}
