using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using NetdevExporter.EndToEnd.Executable;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>What is published: looked into with tools that are not ours.</summary>
[Collection(Builds.Name)]
public sealed class ReleaseTests(Release release) : IClassFixture<Release>
{
    private static readonly string Version =
        Tool.Succeed(Machine.Executable, ["--version"]).Split(' ')[1];

    public static TheoryData<string> Architectures { get; } = ["amd64", "arm64"];

    [Fact]
    public void It_has_a_tarball_an_image_and_a_bill_of_materials_for_each_architecture_and_sums_of_them()
    {
        release.Require();
        IEnumerable<string> expected = Architectures.Select(row => (string)row).SelectMany(architecture => new[]
        {
            $"netdev-exporter-{Version}-linux-{architecture}-image.tar", $"sbom-{architecture}.cdx.json",
            $"netdev-exporter-{Version}-linux-{architecture}.tar.gz",
        });
        string[] sums = [.. File.ReadAllLines(Path.Combine(release.Folder, "SHA256SUMS"))];
        Assert.Equal(expected.Append("image/index.json").Order(), sums.Select(line => line[66..]).Order());
        Assert.Equal(
            sums.Select(line => line[66..] + " " + line[..64]).Order(),
            release.Digests().Where(file => !file.Key.StartsWith("image/blobs/"))
                .Where(file => file.Key is not ("SHA256SUMS" or "image/oci-layout"))
                .Select(file => file.Key + " " + file.Value).Order());
    }

    /// <summary>
    /// What is packed and how; the second run takes the executables from the engine's cache. Theirs is the next test,
    /// and ReproducibleTests.
    /// </summary>
    [Fact]
    public void Two_runs_give_the_same_bytes()
    {
        release.Require();
        IReadOnlyDictionary<string, string> once = release.Digests();
        Assert.Contains(once.Keys, name => name.StartsWith("image/blobs/sha256/"));
        release.Make();
        Assert.Equal(once, release.Digests());
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void The_tarball_has_what_runs_without_Docker(string architecture)
    {
        release.Require();
        string folder = release.Unpack(architecture);
        Assert.Equal(
            ["README.md", "THIRD-PARTY-NOTICES.txt", "compose.yml", "netdev-exporter"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            Directory.GetFiles(Path.Combine(Machine.Repository, "src/Deploy")).Select(Path.GetFileName).Order(),
            Directory.GetFiles(Path.Combine(folder, "src/Deploy")).Select(Path.GetFileName).Order());
        string executable = Path.Combine(folder, "netdev-exporter");
        Assert.Equal(architecture, new ElfFile(executable).Architecture);
        Assert.Contains("musl", File.ReadAllText(Path.Combine(folder, "THIRD-PARTY-NOTICES.txt")));
    }

    /// <summary>
    /// Two builds in two ways: in the image of the build stage, and on this machine, where that has the same packages.
    /// A machine that is behind with updates, or has another Debian, has others.
    /// </summary>
    [Theory]
    [MemberData(nameof(Architectures))]
    public void The_executable_is_byte_for_byte_what_this_machine_builds_of_the_same_parts(string architecture)
    {
        release.Require();
        string built = Machine.ExecutableFor(architecture);
        Machine.Require(File.Exists(built), built + " (./build.sh --arch)");
        string published = Path.Combine(release.Unpack(architecture), "netdev-exporter");
        bool isSame = File.ReadAllBytes(published).AsSpan().SequenceEqual(File.ReadAllBytes(built));
        string bill = Path.Combine(release.Folder, $"sbom-{architecture}.cdx.json");
        string[] parts = [PartsOf(built + ".cdx.json"), PartsOf(bill)];
        TestContext.Current.SendDiagnosticMessage($"{architecture}: {(isSame ? "the same bytes" : "other bytes")}");
        Assert.True(isSame || parts[0] != parts[1], $"{built} is another, of the same parts:\n{parts[0]}");
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void The_index_has_an_image_of_one_file_with_its_labels_and_its_health_check(string architecture)
    {
        release.Require();
        string[] skopeo = ["inspect", "--raw", "oci:" + Path.Combine(release.Folder, "image")];
        using JsonDocument index = JsonDocument.Parse(Tool.Succeed("skopeo", skopeo));
        JsonElement entry = Assert.Single(
            index.RootElement.GetProperty("manifests").EnumerateArray(),
            entry => entry.GetProperty("platform").GetProperty("architecture").GetString() == architecture);
        Assert.Equal(Architectures.Count, index.RootElement.GetProperty("manifests").GetArrayLength());
        using JsonDocument manifest = ReadBlob(entry);
        using JsonDocument image = ReadBlob(manifest.RootElement.GetProperty("config"));
        Assert.Equal(architecture, image.RootElement.GetProperty("architecture").GetString());
        JsonElement config = image.RootElement.GetProperty("config");
        Assert.Equal("60808:60808", config.GetProperty("User").GetString());
        Assert.Equal("""["/netdev-exporter"]""", config.GetProperty("Entrypoint").GetRawText());
        Assert.Equal(
            """["CMD","/netdev-exporter","--healthcheck"]""",
            config.GetProperty("Healthcheck").GetProperty("Test").GetRawText());
        JsonElement labels = config.GetProperty("Labels");
        string Label(string name) => labels.GetProperty("org.opencontainers.image." + name).GetString()!;
        Assert.Equal(Version, Label("version"));
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$", Label("created"));
        Assert.Contains($"revision {Label("revision")},", Tool.Succeed(Machine.Executable, ["--version"]));
        Assert.Equal(Release.Source, Label("source"));
        Assert.Equal(Release.Source + "#readme", Label("documentation"));
        Assert.Equal("netdev-exporter", Label("title"));
        Assert.NotEmpty(Label("description"));

        using FileStream layer = File.OpenRead(
            BlobPath(Assert.Single(manifest.RootElement.GetProperty("layers").EnumerateArray())));
        using TarReader archive = new(new GZipStream(layer, CompressionMode.Decompress));
        TarEntry file = archive.GetNextEntry()!;
        Assert.Equal("netdev-exporter", file.Name);
        using MemoryStream content = new();
        file.DataStream!.CopyTo(content);
        string published = Path.Combine(release.Unpack(architecture), "netdev-exporter");
        Assert.True(content.ToArray().AsSpan().SequenceEqual(File.ReadAllBytes(published)));
        Assert.Null(archive.GetNextEntry());
    }

    [Fact]
    public void The_image_for_docker_load_runs()
    {
        release.Require();
        string archive = $"netdev-exporter-{Version}-linux-{Machine.Architecture}-image.tar";
        release.Engine.Succeed("load", "--input", Path.Combine(release.Folder, archive));
        Assert.All(["netdev-exporter", "netdev-exporter:" + Version], image => Assert.StartsWith(
            $"netdev-exporter {Version} ",
            release.Engine.Succeed("run", "--rm", "--network", "none", image, "--version")));
    }

    /// <summary>Checked against the schema of CycloneDX, which Debian's package of its library has.</summary>
    [Theory]
    [MemberData(nameof(Architectures))]
    public void The_bill_of_materials_is_valid_and_names_what_is_in_the_executable(string architecture)
    {
        release.Require();
        string bill = Path.Combine(release.Folder, $"sbom-{architecture}.cdx.json");
        string schemas = Path.Combine(
            Machine.Tools, "cyclonedx/usr/lib/python3/dist-packages/cyclonedx/schema/_res");
        Tool.Succeed("/usr/bin/python3", ["-c", """
            import json, jsonschema, sys
            folder, bill = sys.argv[1:]
            read = lambda name: json.load(open(f"{folder}/{name}.SNAPSHOT.schema.json"))
            schema = read("bom-1.6")
            store = {schema["$id"].rsplit("/", 1)[0] + f"/{name}.SNAPSHOT.schema.json": read(name)
                     for name in ("spdx", "jsf-0.82")}
            resolver = jsonschema.RefResolver.from_schema(schema, store=store)
            validator = jsonschema.Draft7Validator(schema, resolver=resolver)
            document = json.load(open(bill))
            validator.validate(document)
            assert not validator.is_valid({**document, "components": [{"name": "of no type"}]})
            """, schemas, bill]);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(bill));
        JsonElement[] components = [.. document.RootElement.GetProperty("components").EnumerateArray()];
        Assert.All(
            ["MIT", "Zlib", "Apache-2.0 WITH LLVM-exception", "GPL-3.0-or-later WITH GCC-exception-3.1"],
            licence => Assert.Contains(
                components, part => part.GetProperty("licenses")[0].GetProperty("expression").GetString() == licence));
        Assert.All(
            [".NET runtime and base library", "musl", "zlib-ng (in the .NET runtime)", "GCC start files and libgcc"],
            name => Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+", components
                .Single(part => part.GetProperty("name").GetString() == name).GetProperty("version").GetString()));
        Assert.Equal(
            Digest(Path.Combine(release.Unpack(architecture), "netdev-exporter")),
            document.RootElement.GetProperty("metadata").GetProperty("component").GetProperty("hashes")[0]
                .GetProperty("content").GetString());
    }

    private static string PartsOf(string bill)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(bill));
        return document.RootElement.GetProperty("components").GetRawText();
    }

    private static string Digest(string path) => Tool.Succeed("sha256sum", [path])[..64];

    private JsonDocument ReadBlob(JsonElement descriptor) =>
        JsonDocument.Parse(File.ReadAllText(BlobPath(descriptor)));

    private string BlobPath(JsonElement descriptor) => Path.Combine(
        release.Folder, "image", "blobs", "sha256", descriptor.GetProperty("digest").GetString()!["sha256:".Length..]);
}
