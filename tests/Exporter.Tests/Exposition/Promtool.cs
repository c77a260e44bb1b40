using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace NetdevExporter.Tests.Exposition;

/// <summary>Prometheus's own opinion of a page: <c>promtool check metrics</c>.</summary>
internal static class Promtool
{
    /// <summary>promtool, as prepare.sh unpacks it, or on PATH; null where there is none.</summary>
    private static readonly string? Program = Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Prepend(Repository.PathOf("out", "tools", "prometheus", "usr", "bin"))
        .Prepend(Repository.PathOf("out", "tools"))
        .Select(folder => Path.Combine(folder, "promtool"))
        .FirstOrDefault(File.Exists);

    /// <summary>
    /// Passes where promtool has nothing to say. Skips the test, by name, where there is no promtool; not in CI.
    /// </summary>
    internal static void AssertSilent(byte[] page, string name)
    {
        if (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.SkipWhen(Program is null, "needs promtool");
        }

        Assert.True(Program is not null, "promtool is missing: tests/Exporter.EndToEnd/prepare.sh gets it");
        ProcessStartInfo start = new(Program, ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.StandardInput.BaseStream.Write(page);
        process.StandardInput.Close();
        process.WaitForExit();
        string said = output.Result + error.Result;
        Assert.True(process.ExitCode == 0 && said.Length == 0, $"{name}: exit {process.ExitCode}: {said}");
    }
}
