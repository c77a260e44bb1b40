using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NetdevExporter.Bench;

/// <summary>Scrapes for a while with wrk, each connection asking again as soon as it has its page.</summary>
internal static partial class LoadGenerator
{
    /// <summary>Scrapes; every answer must be 200.</summary>
    internal static Load Run(Contender contender, int connections, int seconds)
    {
        double before = contender.CpuMicroseconds();
        string report = Tool.Succeed(
            "wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s", contender.Url]);
        double microseconds = contender.CpuMicroseconds() - before;
        Match requests = Requests().Match(report);
        Match rate = Rate().Match(report);
        if (!requests.Success || !rate.Success || report.Contains("errors", StringComparison.Ordinal)
            || report.Contains("Non-2xx", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"wrk and {contender.Name}: {report}");
        }

        int scrapes = int.Parse(requests.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return new Load(
            scrapes, double.Parse(rate.Groups[1].ValueSpan, CultureInfo.InvariantCulture), microseconds / scrapes);
    }

    /// <summary>Scrapes, a second at a time, until there were that many.</summary>
    /// <returns>How many there were.</returns>
    internal static int Scrape(Contender contender, int scrapes, int connections, int secondsMax)
    {
        int done = 0;
        for (int second = 0; second < secondsMax && done < scrapes; second++)
        {
            done += Run(contender, connections, seconds: 1).Scrapes;
        }

        return done;
    }

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();
}
