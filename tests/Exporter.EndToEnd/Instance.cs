using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace NetdevExporter.EndToEnd;

/// <summary>
/// A running exporter: started by a test on an address of the test's own, and ended, by its process id, with the test.
/// </summary>
internal sealed class Instance : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder log = new();
    private readonly Task reading;
    private readonly ConcurrentBag<WireClient> clients = [];

    private Instance(Process process, EndPoint address)
    {
        this.process = process;
        Address = address;
        reading = Task.Factory.StartNew(
            ReadLog, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    internal EndPoint Address { get; }

    /// <summary>The exporter's process, or that of the program it was started by, where that one stays.</summary>
    internal int ProcessId => process.Id;

    internal bool HasExited => process.HasExited;

    /// <summary>Everything it has said on stderr by now.</summary>
    internal string Log
    {
        get
        {
            lock (log)
            {
                return log.ToString();
            }
        }
    }

    /// <summary>The lines of the log by now.</summary>
    internal IReadOnlyList<string> LogLines => Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The warnings by now, but for the one that a fixture is no procfs.</summary>
    internal IEnumerable<string> Warnings =>
        LogLines.Where(line => line.Contains(" level=warn ") && !line.Contains("is not on procfs"));

    /// <summary>
    /// Waits until the log has that many lines, then a moment for any that is too many; returns them.
    /// </summary>
    internal IReadOnlyList<string> AwaitLogLines(int count)
    {
        Wait.Until(() => LogLines.Count >= count, 3, $"{count} lines of the log");
        Thread.Sleep(100);
        return LogLines;
    }

    /// <summary>Starts it on a loopback port and waits until it can be asked.</summary>
    internal static Instance Start(params string[] flags) => StartAt(FreePort.TakeLoopback(), flags);

    /// <summary>
    /// The same on a given address, and by another program where one is given (<c>chroot</c>, <c>ip netns exec</c>).
    /// </summary>
    internal static Instance StartAt(EndPoint address, IEnumerable<string> flags, params string[] launcher) =>
        StartWith(address, flags.Prepend("--web.listen-address=" + Flag(address)), launcher);

    /// <summary>The same with flags that already say where it listens.</summary>
    internal static Instance StartWith(EndPoint address, IEnumerable<string> flags, params string[] launcher)
    {
        bool isLaunched = launcher.Length > 0;
        string executable = launcher is ["chroot", ..] ? "/netdev-exporter" : Machine.Executable;
        IEnumerable<string> arguments = isLaunched ? [.. launcher.Skip(1), executable, .. flags] : flags;
        ProcessStartInfo start = new(isLaunched ? launcher[0] : executable, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        Instance instance = new(Process.Start(start)!, address);
        using WireClient? client = WireClient.Await(address, () => instance.HasExited);
        if (client is not null)
        {
            return instance;
        }

        string log = instance.HasExited ? $"exit {instance.process.ExitCode}: {instance.Log}" : instance.Log;
        instance.Dispose();
        throw new InvalidOperationException($"{address} does not answer; {log}");
    }

    /// <summary>How the flag says an address.</summary>
    internal static string Flag(EndPoint address) =>
        address is UnixDomainSocketEndPoint ? "unix:" + address : address.ToString()!;

    /// <summary>Connects. The client stays until it is disposed, though unreferenced: no finalizer closes it.</summary>
    internal WireClient Connect(int receiveBufferBytes = 0)
    {
        WireClient client = new(Address, receiveBufferBytes);
        clients.Add(client);
        return client;
    }

    /// <summary>Asks once, on a connection of its own.</summary>
    internal WireResponse Get(string path)
    {
        using WireClient client = Connect();
        return client.Get(path, "Connection: close\r\n");
    }

    /// <summary>Gets the metrics page, which must be there.</summary>
    internal MetricsPage GetPage()
    {
        WireResponse response = Get("/metrics");
        return response.Status == 200
            ? MetricsPage.Parse(response.Text)
            : throw new InvalidOperationException($"{response.StatusLine}: {response.Text}");
    }

    /// <summary>Asks until the answer has a status; a source is looked for once a second at most.</summary>
    internal WireResponse AwaitStatus(string path, int status, int seconds = 4)
    {
        WireResponse? response = null;
        Wait.Until(() => (response = Get(path)).Status == status, seconds, $"{path} to be {status}");
        return response!;
    }

    /// <summary>The only child of the program that it was started by.</summary>
    internal int ChildProcessId() =>
        int.Parse(File.ReadAllText($"/proc/{ProcessId}/task/{ProcessId}/children").Trim());

    internal void Signal(string name) => SignalProcess(name, ProcessId);

    internal static void SignalProcess(string name, int id) => Tool.Succeed("sh", ["-c", $"kill -{name} {id}"]);

    /// <summary>Waits until it has ended by itself; returns its exit code.</summary>
    internal int AwaitExit(int seconds = 5)
    {
        if (!process.WaitForExit(TimeSpan.FromSeconds(seconds)))
        {
            throw new TimeoutException($"still running after {seconds} s");
        }

        _ = reading.Wait(TimeSpan.FromSeconds(10)); // the log's last lines may still be on their way
        return process.ExitCode;
    }

    /// <summary>Asks it to stop, by SIGTERM; returns its exit code.</summary>
    internal int Stop()
    {
        Signal("TERM");
        return AwaitExit();
    }

    public void Dispose()
    {
        Tool.End(process);
        GC.KeepAlive(clients);
    }

    private void ReadLog()
    {
        using StreamReader error = process.StandardError;
        while (error.ReadLine() is string line)
        {
            lock (log)
            {
                log.Append(line).Append('\n');
            }
        }
    }
}
