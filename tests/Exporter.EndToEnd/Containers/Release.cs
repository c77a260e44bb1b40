using System;
using System.Collections.Generic;
using System.IO;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>What <c>./build.sh release</c> makes, once for all that look at it, on an engine of its own.</summary>
public sealed class Release : IDisposable
{
    private const string Bridge = "nx-release";
    private const int ReleaseSeconds = 900;

    private readonly TemporaryFolder folder = new();
    private PrivateEngine? engine;

    /// <summary>The folder <c>out/release</c>.</summary>
    internal static string Folder { get; } = Path.Combine(Machine.Repository, "out", "release");

    internal PrivateEngine Engine => engine ?? throw new InvalidOperationException("not required yet");

    /// <summary>Makes the release; skips the test where there can be no engine for it.</summary>
    internal void Require()
    {
        Machine.RequireRoot();
        string[] needed = ["docker-next", "docker/cli-plugins/docker-buildx", "images/sdk.tar", "images/debian.tar"];
        Machine.Require(Array.TrueForAll(needed, name => Path.Exists(Path.Combine(Machine.Tools, name))),
            "what tests/Exporter.EndToEnd/prepare.sh fetches");
        if (engine is null)
        {
            RemoveBridge(); // of a run that was killed
            Command.Succeed("ip", ["link", "add", Bridge, "type", "bridge"]);
            engine = PrivateEngine.OfSeveralPlatforms(Bridge);
            StandInImages.ImportBuild(engine);
            Make();
        }
    }

    /// <summary>Runs <c>./build.sh release</c>.</summary>
    internal void Make()
    {
        CommandResult result = Command.Run(
            Path.Combine(Machine.Repository, "build.sh"), ["release", "--network", "host"], ReleaseSeconds,
            environment: Engine.Environment);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException(result.Output + result.Error);
        }
    }

    /// <summary>The SHA-256 of every file of the release, by its path in the folder.</summary>
    internal static IReadOnlyDictionary<string, string> Digests()
    {
        SortedDictionary<string, string> digests = new(StringComparer.Ordinal);
        foreach (string file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
        {
            digests.Add(
                Path.GetRelativePath(Folder, file),
                Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));
        }

        return digests;
    }

    /// <summary>Unpacks the tarball of an architecture; returns the folder that was in it.</summary>
    internal string Unpack(string architecture)
    {
        string archive = Directory.GetFiles(Folder, $"netdev-exporter-*-linux-{architecture}.tar.gz")[0];
        Command.Succeed("tar", ["-x", "-f", archive, "-C", folder.FullName]);
        return folder.PathOf(Path.GetFileName(archive).Replace(".tar.gz", "", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        engine?.Dispose();
        RemoveBridge();
        folder.Dispose();
    }

    private static void RemoveBridge() => Command.Run("ip", ["link", "delete", Bridge]);
}
