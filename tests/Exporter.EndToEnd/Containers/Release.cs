using System;
using System.Collections.Generic;
using System.IO;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>What <c>./build.sh release</c> makes, once for all that look at it, on an engine of its own.</summary>
public sealed class Release : IDisposable
{
    /// <summary>What the images say they were made from.</summary>
    internal const string Source = "https://example.com/netdev-exporter";

    private const int ReleaseSeconds = 900;

    /// <summary>
    /// Of TEST-NET-1 (RFC 5737), whose first address other tests take for nobody's. An engine would give the bridge a
    /// subnet that another engine may be about to take.
    /// </summary>
    private const string BridgeAddress = "192.0.2.129/28";

    private static readonly string Bridge = $"nx-{Environment.ProcessId}";

    private static readonly string[] Needed =
    [
        "docker-next", "docker/cli-plugins/docker-buildx", "cyclonedx", "images/sdk.tar", "images/debian.tar",
    ];

    private readonly TemporaryFolder folder = new();
    private PrivateEngine? engine;
    private Exception? failure;

    /// <summary>Where it is.</summary>
    internal string Folder => folder.PathOf("release");

    internal PrivateEngine Engine => engine ?? throw new InvalidOperationException("not required yet");

    /// <summary>Makes the release; skips the test where there can be no engine for it.</summary>
    internal void Require()
    {
        DockerEngine.SkipUnderEmulation();
        Machine.RequireRoot();
        Machine.Require(
            Array.TrueForAll(Needed, name => Path.Exists(Path.Combine(Machine.Tools, name)))
                && File.Exists("/usr/bin/skopeo"),
            "what tests/Exporter.EndToEnd/prepare.sh fetches");
        Assert.True(failure is null, $"there is no release: {failure}");
        if (engine is null)
        {
            try
            {
                Tool.Succeed("ip", ["link", "add", Bridge, "type", "bridge"]);
                Tool.Succeed("ip", ["addr", "add", BridgeAddress, "dev", Bridge]);
                engine = PrivateEngine.OfSeveralPlatforms(Bridge);
                StandInImages.ImportBuild(engine);
                Make();
            }
            catch (Exception exception)
            {
                failure = exception;
                throw;
            }
        }
    }

    /// <summary>Runs <c>./build.sh release</c>.</summary>
    internal void Make()
    {
        ToolResult result = Tool.Run(
            Path.Combine(Machine.Repository, "build.sh"), ["release", "--network", "host"], ReleaseSeconds,
            environment: new Dictionary<string, string?>(Engine.Environment)
            {
                ["RELEASE_FOLDER"] = Folder,
                ["SOURCE"] = Source,
            });
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException(result.Output + result.Error);
        }
    }

    /// <summary>The SHA-256 of every file of the release, by its path in the folder.</summary>
    internal IReadOnlyDictionary<string, string> Digests()
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
        Tool.Succeed("tar", ["-x", "-f", archive, "-C", folder.FullName]);
        return folder.PathOf(Path.GetFileName(archive).Replace(".tar.gz", "", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        engine?.Dispose();
        Tool.Run("ip", ["link", "delete", Bridge]); // there is none where nothing was required
        folder.Dispose();
    }
}
