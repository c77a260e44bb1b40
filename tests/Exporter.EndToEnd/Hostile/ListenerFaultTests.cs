using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using Xunit;

namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>A listener whose clients cannot be accepted: said once, without a busy loop.</summary>
public sealed partial class ListenerFaultTests : IDisposable
{
    private const long OpenProcess = 434; // pidfd_open(2)
    private const long GetDescriptor = 438; // pidfd_getfd(2)

    /// <summary>How often accept4(2) is tried, and how long that takes at least with pauses of 100 ms.</summary>
    private const int Calls = 5;
    private const int CallsMillisecondsMin = 300;

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Where_accept_is_denied_it_is_tried_ten_times_a_second_and_clients_are_served_when_it_no_longer_is()
    {
        Machine.SkipUnderEmulation("strace sees qemu's system calls");
        Machine.RequireRoot();
        Machine.Require(File.Exists("/usr/bin/strace"), "strace");
        using Instance exporter = Start();
        string trace = folder.PathOf("trace");
        string[] denied = ["-e", "trace=accept4", "-e", "inject=accept4:error=EPERM", "-o", trace];
        ProcessStartInfo start = new("strace", [.. denied, "-p", $"{exporter.ProcessId}"])
        {
            RedirectStandardError = true,
        };
        using Process strace = Process.Start(start)!;
        Assert.Contains("attached", strace.StandardError.ReadLine());
        using WireClient client = exporter.Connect();
        client.Request("/metrics");
        string line = exporter.AwaitLogLines(3)[2];
        Assert.Contains(" level=error msg=\"cannot accept connections\" ", line);
        Assert.Contains("Operation not permitted", line);
        int before = CountLines(trace);
        Stopwatch clock = Stopwatch.StartNew();
        Wait.Until(() => CountLines(trace) >= before + Calls, 5, "more calls");
        Assert.InRange(clock.ElapsedMilliseconds, CallsMillisecondsMin, long.MaxValue);
        Instance.SignalProcess("INT", strace.Id);
        Assert.True(strace.WaitForExit(5000));
        Assert.Equal(200, client.Read().Status);
        Assert.Equal(3, exporter.LogLines.Count);
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void Where_its_socket_is_shut_down_from_outside_it_says_so_and_exits_with_1_to_be_restarted()
    {
        using Instance exporter = Start();
        using WireClient client = exporter.Connect();
        Assert.Equal(200, client.Get("/metrics").Status);
        client.Dispose();
        ShutDownSockets(exporter.ProcessId);
        Assert.Equal(1, exporter.AwaitExit());
        Assert.Single(exporter.LogLines, line => line.Contains("level=error"));
        Assert.Contains(exporter.Address.ToString()!, exporter.LogLines[2]);
        Assert.Contains("stopped", exporter.LogLines[^1]);
    }

    public void Dispose() => folder.Dispose();

    private Instance Start() => Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Plain));

    private static int CountLines(string path) => File.ReadAllText(path).Split('\n').Length - 1;

    /// <summary>Does to its sockets what <c>ss --kill</c> does, which not every kernel can.</summary>
    private static void ShutDownSockets(int processId)
    {
        const int Receiving = 0; // SHUT_RD
        long process = SystemCall(OpenProcess, processId, 0, 0);
        Assert.InRange(process, 0, int.MaxValue);
        List<int> sockets = [];
        foreach (string path in Directory.GetFiles($"/proc/{processId}/fd"))
        {
            if (new FileInfo(path).LinkTarget?.StartsWith("socket:") == true)
            {
                sockets.Add((int)SystemCall(GetDescriptor, process, long.Parse(Path.GetFileName(path)), 0));
            }
        }

        Assert.All(sockets, socket => Assert.InRange(socket, 0, int.MaxValue));
        foreach (int socket in sockets)
        {
            _ = Shutdown(socket, Receiving);
            _ = Close(socket);
        }

        _ = Close((int)process);
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial long SystemCall(long number, long first, long second, long third);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    private static partial int Shutdown(int descriptor, int how);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
