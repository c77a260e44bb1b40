using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Text;
using NetdevExporter.EndToEnd.Hostile;

namespace NetdevExporter.EndToEnd.Crowds;

/// <summary>
/// Honest clients on one thread, as in an event loop: each keeps its connection and asks for the page again when it has
/// had a rest. A client first learns which connections have ended, and then sends.
/// </summary>
internal static class KeptCrowd
{
    private const int SecondsMax = 60;
    private const int PauseMillisecondsMax = 1_000;

    private static readonly IPAddress From = IPAddress.Parse("127.0.0.3");

    /// <summary>Runs until all requests are answered.</summary>
    /// <exception cref="TimeoutException">They were not, within a minute.</exception>
    internal static CrowdReport Run(IPEndPoint address, CrowdPlan plan)
    {
        CrowdReport report = new();
        byte[] request = Encoding.ASCII.GetBytes($"GET /metrics HTTP/1.1\r\nHost: {address}\r\n\r\n");
        KeptClient[] crowd =
            [.. Enumerable.Range(0, plan.Clients).Select(_ => new KeptClient(address, From, request, report))];
        Random random = new(plan.Clients);
        Stopwatch clock = Stopwatch.StartNew();
        PollEntry[] entries = new PollEntry[plan.Clients];
        while (crowd.Any(client => client.Answers < plan.Requests / plan.Clients))
        {
            Step(crowd, entries, plan, clock, random);
            if (clock.Elapsed.TotalSeconds > SecondsMax)
            {
                throw new TimeoutException($"not done after {SecondsMax} s: {report}");
            }
        }

        report.Milliseconds = clock.ElapsedMilliseconds;
        Array.ForEach(crowd, client => client.Close());
        return report;
    }

    /// <summary>A turn of the event loop.</summary>
    private static void Step(
        KeptClient[] crowd, PollEntry[] entries, CrowdPlan plan, Stopwatch clock, Random random)
    {
        int requestsEach = plan.Requests / plan.Clients;
        long wait = PauseMillisecondsMax;
        for (int i = 0; i < crowd.Length; i++)
        {
            entries[i] = new PollEntry { Descriptor = crowd[i].Descriptor, Events = crowd[i].Events };
            bool isResting = !crowd[i].IsAsking && crowd[i].Answers < requestsEach;
            wait = isResting ? Math.Clamp(crowd[i].AskAt - clock.ElapsedMilliseconds, 0, wait) : wait;
        }

        _ = SocketCalls.Poll(entries, (nuint)entries.Length, (int)wait);
        for (int i = 0; i < crowd.Length; i++)
        {
            bool wasAsking = crowd[i].IsAsking;
            if (entries[i].Returned != 0)
            {
                crowd[i].HandleReady();
                Work(plan.WorkMicroseconds);
            }

            if (wasAsking && !crowd[i].IsAsking)
            {
                crowd[i].AskAt = clock.ElapsedMilliseconds + random.Next(plan.RestMillisecondsMax + 1);
            }
        }

        foreach (KeptClient client in crowd)
        {
            if (!client.IsAsking && client.Answers < requestsEach && clock.ElapsedMilliseconds >= client.AskAt)
            {
                client.Ask();
            }
        }
    }

    private static void Work(int microseconds)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMicroseconds < microseconds)
        {
        }
    }
}
