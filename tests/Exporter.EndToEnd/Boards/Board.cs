using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NetdevExporter.EndToEnd.Boards;

/// <summary>A whole system booted in software: a processor and one of Debian's kernels.</summary>
/// <param name="Name">As prepare.sh has it.</param>
/// <param name="Architecture">As container platforms call it.</param>
/// <param name="Kernel">How the kernel's release begins.</param>
/// <param name="PageKibibytes">The size of its pages.</param>
/// <param name="Processor">The model, as qemu calls it.</param>
internal sealed record Board(string Name, string Architecture, string Kernel, int PageKibibytes, string Processor)
{
    /// <summary>The two that are always booted: the oldest kernel, and the newest with the larger pages.</summary>
    private static readonly Board[] Usual =
    [
        new("amd64-5.10", "amd64", "5.10.", 4, "qemu64"),
        new("arm64-6.12-16k", "arm64", "6.12.", 16, "cortex-a76"), // as a Raspberry Pi 5
    ];

    private static readonly Board[] Others =
    [
        new("amd64-6.1", "amd64", "6.1.", 4, "qemu64"),
        new("amd64-6.12", "amd64", "6.12.", 4, "max"),
        new("arm64-5.10", "arm64", "5.10.", 4, "cortex-a53"), // as a Raspberry Pi 3
        new("arm64-6.1", "arm64", "6.1.", 4, "cortex-a72"), // as a Raspberry Pi 4
        new("arm64-6.12", "arm64", "6.12.", 4, "neoverse-n1"), // as a rented server
    ];

    /// <summary>Those to boot in this run: with BOARDS=all in the environment all of them.</summary>
    internal static IReadOnlyList<Board> Selected { get; } =
        Environment.GetEnvironmentVariable("BOARDS") == "all" ? [.. Usual, .. Others] : Usual;

    /// <summary>The one that a Prometheus outside scrapes.</summary>
    internal static Board Scraped => Usual[^1];

    internal string KernelFile => Path.Combine(Folder, "kernel");

    /// <summary>Its kernel's modules, as files to be loaded one by one.</summary>
    internal string ModulesFolder => Path.Combine(Folder, "modules");

    /// <summary>Below its package's /bin, or /usr/bin from Debian 13 on.</summary>
    internal string Busybox
    {
        get
        {
            string package = Path.Combine(Machine.Tools, "boards", "busybox-" + Architecture);
            string path = Path.Combine(package, "bin", "busybox");
            return File.Exists(path) ? path : Path.Combine(package, "usr", "bin", "busybox");
        }
    }

    /// <summary>The executable under test.</summary>
    internal string Executable => Machine.ExecutableFor(Architecture);

    /// <summary>
    /// Whether it runs the attacks of hoard.c: they are of the kernel, not of the processor, so one is enough. There it
    /// is compiled for the board with the musl that the executable is linked with.
    /// </summary>
    internal bool HasHoard => Architecture == "amd64" && Machine.ExecutableFor("amd64").EndsWith("netdev-exporter");

    /// <summary>The emulator and what makes it this board.</summary>
    internal string[] Emulator => Architecture == "amd64"
        ? ["qemu-system-x86_64", "-machine", "q35", "-cpu", Processor]
        : ["qemu-system-aarch64", "-machine", "virt", "-cpu", Processor];

    /// <summary>The console's device.</summary>
    internal string Console => Architecture == "amd64" ? "ttyS0" : "ttyAMA0";

    private string Folder => Path.Combine(Machine.Tools, "boards", Name);

    internal static Board Named(string name) => Selected.Single(board => board.Name == name);

    /// <summary>Skips, by name, where it can't be booted.</summary>
    internal void Require()
    {
        const string Fetch = " (tests/Exporter.EndToEnd/prepare.sh boards)";
        Machine.SkipUnderEmulation("it boots both architectures itself");
        Machine.Require(Directory.Exists(Folder), $"the board {Name}{Fetch}");
        Machine.Require(File.Exists(Busybox), $"busybox-static for {Architecture}{Fetch}");
        Machine.Require(File.Exists("/usr/bin/" + Emulator[0]), Emulator[0] + Fetch);
        Machine.Require(File.Exists("/usr/bin/cpio"), "cpio" + Fetch);
        Machine.Require(File.Exists(Executable), Executable + " (./build.sh --arch arm64)");
    }
}
