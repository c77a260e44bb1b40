using System;
using System.Diagnostics;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>How much is tried at random, and where it begins: <c>./build.sh fuzz</c> tries more.</summary>
internal static class Fuzzing
{
    /// <summary>
    /// How many cases a canary has, whatever EXPORTER_FUZZ_CASES says; it ends with the first that is wrong. The rarest
    /// comes once in 1,700 cases, so one seed in e^58 would miss it.
    /// </summary>
    internal const int CanaryCasesMax = 100_000;

    /// <summary>Where random tries begin; a run prints it, and EXPORTER_FUZZ_SEED sets it.</summary>
    internal static int Seed { get; } = ReadVariable("EXPORTER_FUZZ_SEED") ?? Environment.TickCount;

    /// <summary>How many tries, where EXPORTER_FUZZ_CASES does not say.</summary>
    internal static int Cases(int usual) => ReadVariable("EXPORTER_FUZZ_CASES") ?? usual;

    /// <summary>
    /// Tries a target; prints the seed first, so that a crash can be had again, and the figures last.
    /// </summary>
    /// <param name="usual">How many cases, where EXPORTER_FUZZ_CASES does not say.</param>
    /// <param name="findFault">Tries that many cases, or up to the first that is wrong.</param>
    internal static void Run(string target, int usual, Func<int, FuzzFault?> findFault)
    {
        int cases = Cases(usual);
        string what = $"fuzz {target}: seed {Seed}, {cases:N0} cases";
        Console.WriteLine(what);
        long start = Stopwatch.GetTimestamp();
        FuzzFault? fault = findFault(cases);
        Assert.True(fault is null, $"{what}, {fault}");
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine($"{what}, {seconds:N1} s, {cases / seconds:N0} a second, no fault");
    }

    /// <summary>Tries texts one by one.</summary>
    /// <param name="next">Makes a text.</param>
    /// <param name="findFault">What is wrong with how it was taken; null where nothing is.</param>
    /// <returns>The first that is wrong; null where none is.</returns>
    internal static FuzzFault? FindFirst(int cases, Func<string> next, Func<string, string?> findFault)
    {
        using Watchdog watchdog = new();
        for (int i = 0; i < cases; i++)
        {
            string text = next();
            watchdog.Watch(i, text);
            string? fault = findFault(text);
            if (fault is not null)
            {
                return new FuzzFault(i, text, fault);
            }
        }

        return null;
    }

    private static int? ReadVariable(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : null;
}
