using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;

namespace NetdevExporter.Shared;

/// <summary>What a finished program said: its exit code and everything on both of its streams.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error);

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    /// <summary>Runs a program and returns whatever it ended with.</summary>
    /// <param name="environment">Variables set beside the inherited ones; null unsets one.</param>
    /// <exception cref="TimeoutException">The program did not end in time; it was killed.</exception>
    internal static ToolResult Run(
        string program,
        IEnumerable<string> arguments,
        int seconds = 60,
        string? input = null,
        string? folder = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(seconds)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)}: not done after {seconds} s");
        }

        return new ToolResult(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs a program that must succeed, and returns its output.</summary>
    /// <exception cref="InvalidOperationException">
    /// It exited with another code than 0; the message holds what it said.
    /// </exception>
    internal static string Succeed(
        string program, IEnumerable<string> arguments, int seconds = 60, string? input = null)
    {
        ToolResult result = Run(program, arguments, seconds, input);
        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)}: exit {result.ExitCode}\n{result.Output}{result.Error}");
    }

    /// <summary>Ends a program that a test has started, and all that it started itself.</summary>
    internal static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(5000);
        }

        process.Dispose();
    }
}
