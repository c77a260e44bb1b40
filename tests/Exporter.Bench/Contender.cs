using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace NetdevExporter.Bench;

/// <summary>An exporter that is measured: how it is started, and, while it runs, what it costs.</summary>
/// <param name="name">What the table calls it.</param>
/// <param name="executable">Its file.</param>
/// <param name="flags">Its command line but for <c>--web.listen-address</c>, which both understand.</param>
internal sealed partial class Contender(string name, string executable, params string[] flags) : IDisposable
{
    private const int StartSecondsMax = 10;

    private static int port = 20_000;

    private Process? process;

    internal string Name => name;

    internal long ExecutableBytes => new FileInfo(executable).Length;

    /// <summary>Where its page is.</summary>
    internal string Url => $"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/metrics";

    private int Port { get; set; }

    /// <summary>Starts it on a new port and waits for a whole page.</summary>
    /// <returns>The milliseconds until then.</returns>
    internal double Start()
    {
        Port = ++port;
        long started = Stopwatch.GetTimestamp();
        ProcessStartInfo start = new(executable, flags.Append("--web.listen-address=127.0.0.1:" + Port))
        {
            RedirectStandardOutput = true, // pipes that nobody reads: neither says more in its life than one holds
            RedirectStandardError = true,
        };
        process = Process.Start(start)!;
        while (!TryGetPage())
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started).TotalSeconds > StartSecondsMax)
            {
                throw new InvalidOperationException($"{name} gives no page: {process.StandardError.ReadLine()}");
            }

            _ = Sleep(microseconds: 100); // and not spin: it may have to run on this very CPU
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Ends it, and nothing else.</summary>
    internal void Stop()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        process = null;
    }

    public void Dispose() => Stop();

    /// <summary>The time that its threads have run, in microseconds: /proc/PID/task/TID/schedstat.</summary>
    internal double CpuMicroseconds()
    {
        long nanoseconds = 0;
        foreach (string task in Directory.GetDirectories($"/proc/{process!.Id}/task"))
        {
            nanoseconds += long.Parse(
                File.ReadAllText(task + "/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);
        }

        return nanoseconds / 1000.0;
    }

    /// <summary>A line of its /proc/PID/status in KiB: VmRSS, RssAnon.</summary>
    internal long Kibibytes(string field)
    {
        string line = File.ReadLines($"/proc/{process!.Id}/status").Single(
            line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }

    private bool TryGetPage()
    {
        try
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.ReceiveTimeout = StartSecondsMax * 1000;
            socket.Connect(IPAddress.Loopback, Port);
            _ = socket.Send("GET /metrics HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n"u8);
            byte[] buffer = new byte[64 * 1024];
            StringBuilder answer = new();
            int count;
            while ((count = socket.Receive(buffer)) > 0)
            {
                answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
            }

            return answer.ToString().StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false; // it does not listen yet
        }
    }

    [LibraryImport("libc", EntryPoint = "usleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sleep(uint microseconds);
}
