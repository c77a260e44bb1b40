using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.RegularExpressions;
using System.Threading;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>
/// What every command, and a server in a whole life, asks of the kernel, as strace sees it, or qemu, which writes the
/// same way.
/// </summary>
internal sealed partial class TracedLife
{
    private readonly List<string> lines = [];

    internal TracedLife()
    {
        Machine.Require(Machine.IsEmulated || File.Exists("/usr/bin/strace"), "strace");
        using TemporaryFolder folder = new();
        Folder = folder.FullName;
        string trace = folder.PathOf("trace");
        string source = "--path.netdev=" + folder.Write("dev", NetDevText.Plain);
        string[][] commands =
        [
            ["--help"], ["--version"], ["--nonsense"], ["--once", source], ["--once", "--path.netdev=/nowhere"],
            ["--doctor", source],
            ["--healthcheck", $"--web.listen-address={FreePort.TakeLoopback()}"],
            ["--web.listen-address=192.0.2.1:80", source],
        ];
        foreach (string[] command in commands)
        {
            Tool.Run("env", [.. Tracing(trace), Machine.Executable, .. command]);
            lines.AddRange(File.ReadAllLines(trace));
        }

        Serve(trace, "TERM", FreePort.TakeLoopback(), source, "--web.listen-address=unix:" + folder.PathOf("socket"),
            "--textfile.interval=1", "--textfile.path", folder.PathOf("netdev.prom"));
        Serve(trace, "INT", FreePort.TakeLoopback(), "--path.procfs=/proc", "--source.allow-own",
            "--metrics.names=node");
    }

    /// <summary>Where its own file and socket were.</summary>
    internal string Folder { get; }

    /// <summary>The names of the calls, but for the one by which strace starts it.</summary>
    internal IEnumerable<string> Calls => lines.Select(line => CallOf().Match(line))
        .Where(match => match.Success)
        .Select(match => match.Groups[1].Value)
        .Where(name => name != "execve")
        .Distinct()
        .Order();

    /// <summary>The paths that were asked for.</summary>
    internal IEnumerable<string> Paths => lines.Where(line => !line.Contains(" execve("))
        .Select(line => PathOf().Match(line))
        .Where(match => match.Success)
        .Select(match => match.Groups[1].Value)
        .Distinct()
        .Order();

    private void Serve(string trace, string signal, IPEndPoint address, params string[] flags)
    {
        string[] all = [$"--web.listen-address={address}", "--web.max-connections=4", .. flags];
        string[] launcher = ["env", "--default-signal=INT", .. Tracing(trace)];
        using (Instance exporter = Instance.StartWith(address, all, launcher))
        {
            Meet(exporter);
            Tool.Succeed("env", [.. Tracing(trace + "2"), Machine.Executable, "--healthcheck", all[0]]);
            lines.AddRange(File.ReadAllLines(trace + "2"));
            Instance.SignalProcess(signal, Machine.IsEmulated ? exporter.ProcessId : exporter.ChildProcessId());
            exporter.AwaitExit();
        }

        lines.AddRange(File.ReadAllLines(trace));
    }

    /// <summary>What env(1) starts a program with so that its calls are written to a file.</summary>
    private static string[] Tracing(string trace) => Machine.IsEmulated
        ? ["QEMU_STRACE=1", "QEMU_LOG_FILENAME=" + trace]
        : ["strace", "-f", "-qq", "-o", trace];

    /// <summary>Scrapes, wrong paths, nonsense, too much, and clients that are slow, too many or gone.</summary>
    private static void Meet(Instance exporter)
    {
        foreach (string path in (string[])["/metrics", "/", "/-/ready", "/-/healthy", "/nowhere"])
        {
            exporter.Get(path);
        }

        string[] requests =
        [
            "\0",
            "GET / HTTP/1.1\r\n\r\n",
            "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n",
            "GET /" + new string('a', 9000),
        ];
        foreach (string request in requests)
        {
            using WireClient client = exporter.Connect();
            client.Send(request);
            client.HalfClose();
            client.ReadToEnd();
        }

        using WireClient slow = exporter.Connect();
        slow.Send("GET /metrics HTTP/1.1\r\n");
        Thread.Sleep(1_200); // long enough for the file to be looked for again
        slow.Send("Host: h\r\n\r\n");
        slow.Read();
        WireClient[] crowd = [.. Enumerable.Range(0, 6).Select(_ => exporter.Connect())];
        exporter.Get("/metrics");
        crowd[^1].Request("/metrics");
        crowd[^1].Reset();
        for (int i = 0; i < 300; i++)
        {
            exporter.Get("/metrics"); // enough for a collection
        }
    }

    [GeneratedRegex(@"^\d+ +(?:<\.\.\. )?([a-z0-9_]+)(?:\(| resumed)")]
    private static partial Regex CallOf();

    [GeneratedRegex("^\\d+ +[a-z0-9_]+\\((?:AT_FDCWD, ?)?\"(/[^\"]*)\"")]
    private static partial Regex PathOf();
}
