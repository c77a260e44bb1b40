using System;
using System.IO;
using System.Runtime.InteropServices;
using Xunit;

namespace NetdevExporter.EndToEnd;

/// <summary>Where things are on this machine, and what a test may ask of it.</summary>
internal static class Machine
{
    internal static string Repository => Checkout.Root;

    /// <summary>
    /// The architecture under test where it is not this machine's, as container platforms call it; else null. Its
    /// executable then runs under qemu-user, which binfmt_misc starts.
    /// </summary>
    internal static string? EmulatedArchitecture { get; } =
        Environment.GetEnvironmentVariable("EMULATED_ARCHITECTURE") is { Length: > 0 } other ? other : null;

    internal static bool IsEmulated => EmulatedArchitecture is not null;

    /// <summary>The architecture of the executable under test, as container platforms call it.</summary>
    internal static string Architecture => EmulatedArchitecture ?? MachineArchitecture;

    /// <summary>The published native executable under test; <c>./build.sh</c> makes it.</summary>
    internal static string Executable => ExecutableFor(Architecture);

    /// <summary>Where <c>prepare.sh</c> put the programs that only tests use.</summary>
    internal static string Tools { get; } = Path.Combine(Repository, "out", "tools");

    private static string MachineArchitecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        _ => "amd64",
    };

    private static bool IsCi => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>The published executable of an architecture; <c>./build.sh --arch</c> makes another's.</summary>
    internal static string ExecutableFor(string architecture) => Path.Combine(
        Repository, "out", architecture == MachineArchitecture ? "netdev-exporter" : "netdev-exporter-" + architecture);

    /// <summary>Skips the test, by name, on a machine that lacks something; in CI nothing is ever skipped.</summary>
    internal static void Require(bool there, string what)
    {
        if (!IsCi)
        {
            Assert.SkipUnless(there, $"needs {what}");
        }
    }

    /// <summary>
    /// Skips, under emulation, what can't hold there; build.sh knows such a skip by how its reason begins, and allows
    /// it in CI, too.
    /// </summary>
    internal static void SkipUnderEmulation(string reason) => Assert.SkipWhen(IsEmulated, "under emulation: " + reason);

    /// <summary>Skips where the test is not run by root (network namespaces, mounts and Docker need it).</summary>
    internal static void RequireRoot() => Require(Environment.IsPrivilegedProcess, "root");

    /// <summary>Skips in a container's network: the host's table is not to be had there.</summary>
    internal static void RequireHostNetwork() =>
        Require(File.Exists("/proc/self/net/stat/arp_cache"), "the host's network");
}
