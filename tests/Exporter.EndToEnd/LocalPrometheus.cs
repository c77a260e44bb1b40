using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

namespace NetdevExporter.EndToEnd;

/// <summary>A real Prometheus, which scrapes exporters once a second.</summary>
internal sealed class LocalPrometheus : IDisposable
{
    private readonly string address = $"127.0.0.1:{FreePort.Take()}";
    private readonly string[] launcher;
    private readonly TemporaryFolder folder = new();
    private readonly Process process;
    private readonly Task<string> log;
    private string? time; // of queries; null: now

    /// <param name="target">Where the exporter listens; several are separated by commas.</param>
    /// <param name="network">The network namespace that all are in; null for this machine's own.</param>
    internal LocalPrometheus(string target, PrivateNetwork? network = null)
        : this(target, PrometheusRelease.Third, network)
    {
    }

    /// <param name="release">One of <see cref="PrometheusRelease.All"/>.</param>
    internal LocalPrometheus(string target, string release, PrivateNetwork? network = null)
        : this([("netdev", target)], release, network)
    {
    }

    /// <param name="jobs">Each by its name, with its targets, which are separated by commas.</param>
    /// <param name="lines">More lines of each job, with an indent of two.</param>
    internal LocalPrometheus(
        IEnumerable<(string Name, string Targets)> jobs, string release, PrivateNetwork? network, string lines = "")
    {
        launcher = network?.Launcher ?? ["env"];
        string program = PrometheusRelease.Program("prometheus", release);
        string configuration = folder.Write(
            "prometheus.yml",
            "scrape_configs:\n" + string.Concat(jobs.Select(
                job => $"- job_name: {job.Name}\n  scrape_interval: 1s\n  scrape_timeout: 1s\n"
                    + $"  static_configs:\n  - targets: [{job.Targets}]\n{lines}")));
        string[] flags =
        [
            "--config.file=" + configuration, "--storage.tsdb.path=" + folder.PathOf("data"),
            "--web.listen-address=" + address, "--log.level=debug",
        ];
        ProcessStartInfo start = new(launcher[0], [.. launcher[1..], program, .. flags])
        {
            RedirectStandardError = true,
        };
        process = Process.Start(start)!;
        log = process.StandardError.ReadToEndAsync();
    }

    private string QueryPath => "/api/v1/query" + (time is null ? "" : "?time=" + time);

    /// <summary>
    /// Waits until a condition holds, and has all queries answered as of then. A later scrape may take more than its
    /// second on a busy machine: it fails, and the series of its target are gone until the next one.
    /// </summary>
    internal void AwaitAndHold(Func<bool> isDone, int seconds, string what) => Wait.Until(
        () =>
        {
            time = (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds.ToString("f3", CultureInfo.InvariantCulture);
            return isDone();
        },
        seconds,
        what);

    /// <summary>The value of a query that has one sample; null where it has none, or nobody answers yet.</summary>
    internal double? TryQuery(string query)
    {
        ToolResult answer = Fetch(QueryPath, "--get", "--data-urlencode", "query=" + query);
        if (answer.ExitCode != 0)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(answer.Output);
        JsonElement result = document.RootElement.GetProperty("data").GetProperty("result");
        return result.GetArrayLength() == 0
            ? null
            : double.Parse(result[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
    }

    /// <summary>The labels of each sample of a query's answer.</summary>
    /// <exception cref="InvalidOperationException">It is no query; the message says why.</exception>
    internal IReadOnlyList<IReadOnlyDictionary<string, string>> Query(string query)
    {
        ToolResult answer = Ask(QueryPath, "query=" + query);
        using JsonDocument document = JsonDocument.Parse(answer.Output);
        return document.RootElement.GetProperty("status").GetString() == "success"
            ? [.. document.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(LabelsOf)]
            : throw new InvalidOperationException($"{query}: {answer.Output}");
    }

    /// <summary>The values that a label has in the series of a selector.</summary>
    internal IReadOnlyList<string> LabelValues(string label, string selector)
    {
        ToolResult answer = Ask($"/api/v1/label/{label}/values", "match[]=" + selector);
        using JsonDocument document = JsonDocument.Parse(answer.Output);
        return [.. document.RootElement.GetProperty("data").EnumerateArray().Select(value => value.GetString()!)];
    }

    /// <summary>The type of a metric, as it was told by its targets.</summary>
    internal string? TypeOf(string metric)
    {
        ToolResult answer = Fetch("/api/v1/metadata?metric=" + metric);
        using JsonDocument document = JsonDocument.Parse(answer.Output);
        return document.RootElement.GetProperty("data").GetProperty(metric)[0].GetProperty("type").GetString();
    }

    /// <summary>Its own counters of samples and scrapes that it did not take, by name.</summary>
    internal Dictionary<string, double> RejectionCounters() =>
        Fetch("/metrics").Output.Split('\n')
            .Where(line => line.StartsWith("prometheus_target_scrape"))
            .Select(line => line.Split(' '))
            .Where(words => words[0].Contains("_sample_") || words[0].Contains("_exceeded_"))
            .ToDictionary(words => words[0], words => double.Parse(words[1], CultureInfo.InvariantCulture));

    /// <summary>Stops it; returns what it said of scrapes that went wrong.</summary>
    internal IReadOnlyList<string> Stop()
    {
        process.Kill();
        process.WaitForExit(5000);
        string[] words = ["Scrape failed", "Append failed", "Error on ingesting", "Duplicate sample"];
        return [.. log.Result.Split('\n').Where(line => words.Any(line.Contains))];
    }

    public void Dispose()
    {
        Tool.End(process);
        folder.Dispose();
    }

    private static IReadOnlyDictionary<string, string> LabelsOf(JsonElement sample) =>
        sample.GetProperty("metric").EnumerateObject().ToDictionary(
            label => label.Name, label => label.Value.GetString()!);

    /// <summary>Gets an answer whose body is of use even if it says that the question is wrong.</summary>
    private ToolResult Ask(string path, string field) => Tool.Run(
        launcher[0],
        [.. launcher[1..], "curl", "--silent", "--max-time", "5", "--get", "--data-urlencode", field,
            $"http://{address}{path}"]);

    private ToolResult Fetch(string path, params string[] options) => Tool.Run(
        launcher[0],
        [.. launcher[1..], "curl", "--silent", "--fail", "--max-time", "5", .. options, $"http://{address}{path}"]);
}
