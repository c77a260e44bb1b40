using System.IO;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>The live page from outside the container: published only where compose.yml was edited for it.</summary>
[Collection(SharedEngine.Name)]
public sealed class ComposePageTests(DockerEngine engine)
{
    private const string Line = "# ports: [\"127.0.0.1:${EXPORTER_PORT:-8080}:8080\"]";
    private const string Published = "{{json .HostConfig.PortBindings}}";

    [Fact]
    public void The_page_is_published_on_the_loopback_address_once_the_line_is_no_comment()
    {
        engine.RequireImage();
        using TemporaryFolder folder = new();
        string text = File.ReadAllText(Path.Combine(Machine.Repository, "compose.yml"));
        Assert.Contains(Line, text);
        int port = FreePort.Take();
        File.WriteAllText(folder.PathOf("compose.yml"), text.Replace(Line, Line[2..]));
        File.WriteAllText(folder.PathOf(".env"), $"EXPORTER_PORT={port}\n");
        using ComposeProject project = ComposeProject.NotUpIn(engine, folder.FullName);
        project.Up("netdev-exporter");

        Assert.Equal(
            $$"""{"8080/tcp":[{"HostIp":"127.0.0.1","HostPort":"{{port}}"}]}""", project.InspectExporter(Published));
        string page = "";
        Wait.Until(
            () => (page = Tool.Run("curl", ["--silent", "--fail", $"http://127.0.0.1:{port}/"]).Output).Length > 0, 30,
            "the page");
        Assert.Contains("<title>Network interfaces</title>", page);
    }

    [Fact]
    public void Compose_yml_as_it_is_publishes_no_port_of_the_exporter()
    {
        engine.RequireImage();
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(Machine.Repository, "compose.yml"), folder.PathOf("compose.yml"));
        using ComposeProject project = ComposeProject.NotUpIn(engine, folder.FullName);
        project.Up("netdev-exporter");
        Assert.Equal("{}", project.InspectExporter(Published));
    }
}
