using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.CommandLine;

/// <summary>As PID 1, as in a container, where the kernel discards signals, and orphans arrive.</summary>
public sealed class InitTests
{
    private static readonly string[] Launcher = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];

    [Fact]
    public void It_stops_by_SIGTERM_with_exit_0()
    {
        using Instance exporter = Start();
        Assert.Equal(200, exporter.Get("/metrics").Status);
        int child = exporter.ChildProcessId();
        string ids = File.ReadLines($"/proc/{child}/status").Single(line => line.StartsWith("NSpid:"));
        Assert.Equal("1", ids.Split('\t')[^1]);
        Stopwatch clock = Stopwatch.StartNew();
        Instance.SignalProcess("TERM", child);
        Assert.Equal(0, exporter.AwaitExit());
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, SignalTests.SecondsMax);
    }

    /// <summary>Until then, a signal is lost: the kernel discards it.</summary>
    [Fact]
    public void It_blocks_the_signals_before_anything_else()
    {
        Machine.SkipUnderEmulation("strace sees qemu's system calls");
        Machine.RequireRoot();
        Machine.Require(File.Exists("/usr/bin/strace"), "strace");
        using TemporaryFolder folder = new();
        string trace = folder.PathOf("trace");
        Tool.Succeed("strace", ["-f", "-qq", "-o", trace, .. Launcher, Machine.Executable, "--version"]);
        string[] calls = [.. File.ReadLines(trace)
            .SkipWhile(line => !line.Contains($" execve(\"{Machine.Executable}\""))
            .Where(line => !line.Contains("wait4(") && !line.Contains("SIGCHLD"))];
        Assert.Contains(" getpid() ", calls[1]);
        Assert.Contains(" rt_sigprocmask(SIG_BLOCK, [HUP INT TERM], NULL, 8) = 0", calls[2]);
    }

    [Fact]
    public void It_reaps_orphans()
    {
        using Instance exporter = Start();
        int child = exporter.ChildProcessId();
        string children = $"/proc/{child}/task/{child}/children";
        string[] entry = ["--target", $"{child}", "--pid", "--mount", "sh", "-c", "sleep 0.5 >/dev/null 2>&1 & exit 0"];
        Tool.Succeed("nsenter", entry); // as docker exec does
        Assert.NotEmpty(File.ReadAllText(children));
        Wait.Until(() => File.ReadAllText(children).Length == 0, 5, "the end of the orphan");
        Assert.Equal(200, exporter.Get("/metrics").Status);
    }

    [Theory]
    [InlineData(true, 1, "PID 1: the reason is logged")]
    [InlineData(false, 128 + 15, "any other process: the kernel's default")]
    public void A_command_whose_output_nobody_reads_ends_by_SIGTERM(bool isInit, int exitCode, string reason)
    {
        Machine.RequireRoot();
        using TemporaryFolder folder = new();
        using Terminal terminal = new();
        string source = folder.Write("dev", NetDevText.Many(200));
        string script = $"exec \"$@\" >'{terminal.Path}'";
        string[] launcher = isInit ? Launcher : ["env"];
        ProcessStartInfo start = new(
            "sh", ["-c", script, "sh", .. launcher, Machine.Executable, "--once", "--path.netdev", source])
        {
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        try
        {
            Wait.Until(() => terminal.Readable > 0, 5, "output");
            string children = $"/proc/{process.Id}/task/{process.Id}/children";
            int id = isInit ? int.Parse(File.ReadAllText(children).Trim()) : process.Id;
            Instance.SignalProcess("TERM", id);
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(SignalTests.SecondsMax)), reason);
            Assert.Equal(exitCode, process.ExitCode);
            Assert.Equal(isInit, process.StandardError.ReadToEnd().Contains("cannot write to stdout"));
        }
        finally
        {
            Tool.End(process);
        }
    }

    private static Instance Start()
    {
        Machine.RequireRoot();
        return Instance.StartAt(FreePort.TakeLoopback(), ["--path.procfs=/proc", "--source.allow-own"], Launcher);
    }
}
