using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>What the Dockerfile makes, unchanged.</summary>
[Collection(SharedEngine.Name)]
public sealed class ImageTests(DockerEngine engine)
{
    [Fact]
    public void The_image_holds_one_file_and_nothing_else()
    {
        string image = engine.RequireImage();
        string archive = Path.GetTempFileName();
        try
        {
            engine.Docker("save", "--output", archive, image);
            string entry = Assert.Single(ReadLayers(archive));
            Assert.Equal("netdev-exporter rwxr-xr-x", entry);
        }
        finally
        {
            File.Delete(archive);
        }
    }

    [Fact]
    public void The_image_runs_the_exporter_as_a_user_of_its_own_and_asks_it_for_its_health_without_a_shell()
    {
        string image = engine.RequireImage();
        Assert.Equal("60808:60808", Inspect("{{.Config.User}}"));
        Assert.Equal("[/netdev-exporter]", Inspect("{{.Config.Entrypoint}}"));
        Assert.Equal("[CMD /netdev-exporter --healthcheck]", Inspect("{{.Config.Healthcheck.Test}}"));
        Assert.Equal("map[8080/tcp:{}]", Inspect("{{.Config.ExposedPorts}}"));
        Assert.Equal("netdev-exporter", Inspect("{{index .Config.Labels \"org.opencontainers.image.title\"}}"));
        Assert.Equal(
            Tool.Succeed(Machine.Executable, ["--version"]).Split(' ')[1],
            Inspect("{{index .Config.Labels \"org.opencontainers.image.version\"}}"));

        string Inspect(string template) => engine.Docker("image", "inspect", "--format", template, image);
    }

    /// <summary>A build context of two sources, with tokens where people create them.</summary>
    [Fact]
    public void A_build_takes_the_sources_and_no_token_wherever_it_lies()
    {
        engine.Require();
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(Machine.Repository, ".dockerignore"), folder.PathOf(".dockerignore"));
        string[] sources = ["build.sh", "src/Exporter/Program.cs"];
        string[] tokens = ["", "src/", "src/Deploy/", "src/Exporter/"];
        foreach (string name in sources.Concat(tokens.Select(place => place + "netdev-exporter-token")))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.PathOf(name))!);
            folder.Write(name, "");
        }

        string output = folder.PathOf("output");
        string file = folder.Write("Dockerfile", "FROM scratch\nCOPY . /\n");
        engine.DockerBuild(
            "build", "--quiet", "--file", file, "--output", "type=local,dest=" + output, folder.FullName);
        Assert.Equal(sources, Directory.GetFiles(output, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(output, path)).Order());
    }

    [Fact]
    public void A_container_with_the_hosts_file_turns_healthy()
    {
        using Container container = Start(Container.OneFile);
        Wait.Until(() => Health(container) == "healthy", 60, "the container to turn healthy");
    }

    [Fact]
    public void A_container_without_the_hosts_file_turns_unhealthy_instead_of_reporting_its_own_interfaces()
    {
        using Container container = Start("");
        Wait.Until(() => Health(container) == "unhealthy", 60, "the container to turn unhealthy");
        Assert.Equal(22, container.Ask("/-/ready").ExitCode);
    }

    private Container Start(string volume) => Container.Start(
        engine, "bridge", volume, "--health-interval", "500ms", "--health-start-period", "0s", "--health-retries", "2");

    private static string Health(Container container) => container.Inspect("{{.State.Health.Status}}");

    /// <summary>The entries of the layers in an archive of <c>docker save</c>; a layer is an archive in it.</summary>
    private static List<string> ReadLayers(string path)
    {
        List<string> entries = [];
        using FileStream file = File.OpenRead(path);
        using TarReader archive = new(file);
        while (archive.GetNextEntry() is TarEntry entry)
        {
            if (entry.Name.EndsWith("layer.tar") || (entry.Name.StartsWith("blobs/") && IsArchive(entry)))
            {
                using TarReader layer = new(entry.DataStream!);
                while (layer.GetNextEntry() is TarEntry inner)
                {
                    entries.Add($"{inner.Name} {Describe(inner.Mode)}");
                }
            }
        }

        return entries;
    }

    /// <summary>Among the blobs of newer engines are JSON documents too.</summary>
    private static bool IsArchive(TarEntry entry)
    {
        if (entry.DataStream is null)
        {
            return false;
        }

        int first = entry.DataStream.ReadByte();
        entry.DataStream.Position = 0;
        return first != '{';
    }

    private static string Describe(UnixFileMode mode) => string.Concat(
        Enumerable.Range(0, 9).Select(i => ((int)mode & (1 << (8 - i))) != 0 ? "rwx"[i % 3] : '-'));
}
