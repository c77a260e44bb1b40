using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>
/// The image's build has another musl than this machine: 1.2.3 here, 1.2.4 there. Later ones lack names that 1.2.3 has
/// (<c>open64</c> and others), so the link is tried with 1.2.5 too.
/// </summary>
[Collection(SharedEngine.Name)]
public sealed class MuslTests
{
    private const int BuildSeconds = 300;

    [Fact]
    public void The_executable_linked_against_the_musl_of_the_next_Debian_release_serves()
    {
        Machine.SkipUnderEmulation("links for this machine's architecture");
        Machine.RequireRoot();
        string[] libraries = Directory.Exists(Path.Combine(Machine.Tools, "musl-next"))
            ? Directory.GetFiles(Path.Combine(Machine.Tools, "musl-next"), "libc.a", SearchOption.AllDirectories)
            : [];
        Machine.Require(libraries.Length == 1, "what prepare.sh fetches");

        // In a copy, so that out/ keeps the executable that the other tests run.
        using TemporaryFolder folder = new();
        CopySources(folder.FullName);
        Dictionary<string, string?> environment = new()
        {
            ["MUSL_LIBRARY_PATH"] = Path.GetDirectoryName(libraries[0]) + "/",
            ["REVISION"] = "musl-next",
            ["MSBUILDDISABLENODEREUSE"] = "1",
        };
        ToolResult build = Tool.Run(folder.PathOf("build.sh"), [], BuildSeconds, environment: environment);
        Assert.True(build.ExitCode == 0, build.Output + build.Error);
        AssertServes(folder.PathOf("out/netdev-exporter"), folder.PathOf("socket"));
    }

    private static void CopySources(string folder)
    {
        foreach (string name in (string[])["src", "build.sh", ".editorconfig"])
        {
            Tool.Succeed("cp", ["--archive", Path.Combine(Machine.Repository, name), folder]);
        }
    }

    private static void AssertServes(string executable, string socket)
    {
        string[] flags = ["--web.listen-address=unix:" + socket, "--path.netdev=/proc/1/net/dev", "--source.allow-own"];
        ProcessStartInfo start = new(executable, flags) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        try
        {
            Wait.Until(() => File.Exists(socket), 30, "the socket");
            string[] curl = ["--silent", "--show-error", "--fail", "--max-time", "5", "--unix-socket", socket];
            HostTable.AssertIsShown(() => Tool.Succeed("curl", [.. curl, "http://host/metrics"]));
        }
        finally
        {
            Instance.SignalProcess("TERM", process.Id);
            if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
            {
                process.Kill();
            }
        }

        Assert.Equal(0, process.ExitCode);
    }
}
