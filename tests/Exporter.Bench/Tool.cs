using System;
using System.Diagnostics;
using System.Threading.Tasks;

namespace NetdevExporter.Bench;

/// <summary>Runs a program to its end, which must be in time and with exit code 0.</summary>
internal static class Tool
{
    private const int SecondsMax = 30;

    /// <summary>Everything that it printed.</summary>
    internal static string Run(string program, string[] arguments, string input = "")
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(SecondsMax)))
        {
            process.Kill();
            throw new TimeoutException($"{program}: not done after {SecondsMax} s");
        }

        return process.ExitCode == 0
            ? output.Result + error.Result
            : throw new InvalidOperationException($"{program}: exit {process.ExitCode}: {output.Result}{error.Result}");
    }
}
