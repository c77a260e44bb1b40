using System;

namespace NetdevExporter.Tests;

/// <summary>How much is tried at random, and where it begins: <c>./build.sh fuzz</c> tries more.</summary>
internal static class Fuzzing
{
    /// <summary>Where random tries begin; a failure prints it, and NETDEV_EXPORTER_FUZZ_SEED sets it.</summary>
    internal static int Seed { get; } = ReadVariable("NETDEV_EXPORTER_FUZZ_SEED") ?? Environment.TickCount;

    /// <summary>How many tries, where NETDEV_EXPORTER_FUZZ_CASES does not say.</summary>
    internal static int Cases(int usual) => ReadVariable("NETDEV_EXPORTER_FUZZ_CASES") ?? usual;

    private static int? ReadVariable(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : null;
}
