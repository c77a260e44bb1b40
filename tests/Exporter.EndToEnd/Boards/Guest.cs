using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;

namespace NetdevExporter.EndToEnd.Boards;

/// <summary>A board that runs: the emulator's process, and what its console says.</summary>
internal sealed class Guest : IDisposable
{
    private const int Memory = 512; // MiB

    private readonly TemporaryFolder folder = new();
    private readonly Process process;
    private readonly Task reading;
    private readonly List<string> lines = [];
    private readonly Board board;

    /// <param name="word">For init.sh, on the kernel's command line.</param>
    /// <param name="network">The emulator's options for a network; none without.</param>
    internal Guest(Board board, string word = "", params string[] network)
    {
        this.board = board;
        string[] options =
        [
            .. board.Emulator[1..], "-accel", "tcg", "-m", $"{Memory}", "-display", "none", "-monitor", "none",
            "-serial", "stdio", "-no-reboot", .. network.Length > 0 ? network : ["-nic", "none"],
            "-kernel", board.KernelFile, "-initrd", Initramfs.Write(board, folder),
            // A busy machine's timer may be late, which Linux on x86 takes for a broken one: it does not boot.
            "-append", $"console={board.Console} loglevel=2 panic=-1 no_timer_check {word}",
        ];
        ProcessStartInfo start = new(board.Emulator[0], options)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process = Process.Start(start)!;
        reading = Task.WhenAll(Read(process.StandardOutput), Read(process.StandardError));
    }

    /// <summary>What the console said until now.</summary>
    internal IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
            {
                return [.. lines];
            }
        }
    }

    /// <summary>Types a line on the console.</summary>
    internal void Type(string line)
    {
        process.StandardInput.WriteLine(line);
        process.StandardInput.Flush();
    }

    /// <summary>Waits for a line of the console's.</summary>
    /// <exception cref="TimeoutException">It did not come; the message holds those that did.</exception>
    internal void WaitForLine(string line, int seconds)
    {
        try
        {
            Wait.Until(() => Lines.Contains(line) || process.HasExited, seconds, line);
        }
        catch (TimeoutException exception)
        {
            throw Failure(exception.Message);
        }

        if (!Lines.Contains(line))
        {
            throw Failure($"ended without '{line}'");
        }
    }

    /// <summary>Waits until it is off; returns all that the console said.</summary>
    /// <exception cref="TimeoutException">It did not end in time; the message holds what it said.</exception>
    internal IReadOnlyList<string> WaitForEnd(int seconds) =>
        process.WaitForExit(TimeSpan.FromSeconds(seconds)) && reading.Wait(TimeSpan.FromSeconds(seconds))
            ? Lines
            : throw Failure($"still on after {seconds} s");

    public void Dispose()
    {
        Tool.End(process);
        folder.Dispose();
    }

    private TimeoutException Failure(string reason) =>
        new($"{board.Name}: {reason}; its console said:\n{string.Join('\n', Lines)}");

    private async Task Read(System.IO.StreamReader stream)
    {
        while (await stream.ReadLineAsync() is string line)
        {
            lock (lines)
            {
                lines.Add(line.TrimEnd('\r'));
            }
        }
    }
}
