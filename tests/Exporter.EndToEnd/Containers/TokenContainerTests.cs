using System;
using System.IO;
using NetdevExporter.EndToEnd.Documentation;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>compose.token.yml as it is: a Docker secret that Prometheus and the exporter share.</summary>
[Collection(SharedEngine.Name)]
public sealed class TokenContainerTests(DockerEngine engine) : IDisposable
{
    private const int ScrapeSeconds = 60;
    private const string Secret = "netdev-exporter-token";

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Prometheus_scrapes_with_the_secret_that_it_shares_with_the_exporter_through_a_change_of_it()
    {
        engine.RequireImage();
        string token = RunFromReadme("install");
        using ComposeProject project = ComposeProject.In(engine, WriteFolder());
        Prometheus.WaitForTarget(ScrapeSeconds);
        Assert.Equal("200", project.AskExporter("Bearer " + token));
        Assert.Equal("401", project.AskExporter("Bearer other"));
        Assert.Equal((0, "ready\n"), (project.CheckHealth().ExitCode, project.CheckHealth().Output));

        string next = RunFromReadme("tee");
        Wait.Until(() => project.AskExporter("Bearer " + token) == "401", 15, "the new token to count");
        Assert.Equal("200", project.AskExporter("Bearer " + next));
        Assert.Contains("    docker compose restart prometheus\n", DeployFiles.Read("README.md"));
        project.Restart("prometheus");
        DateTimeOffset scraped = Prometheus.WaitForScrapeAfter(DateTimeOffset.UtcNow, ScrapeSeconds);
        Assert.Equal("1", Prometheus.LastValues("up", scraped)[""]);

        Assert.DoesNotContain(" level=warn ", project.ExporterLog());
        Assert.DoesNotContain([token, next], project.ExporterLog().Contains);
    }

    /// <summary>Later commands, which know nothing of the token, must not open the exporter to all.</summary>
    [Fact]
    public void A_plain_up_keeps_the_token()
    {
        engine.RequireImage();
        string token = RunFromReadme("install");
        using ComposeProject project = ComposeProject.In(engine, WriteFolder());
        string before = project.InspectExporter("{{.Id}}");
        project.Up();
        Assert.Equal(before, project.InspectExporter("{{.Id}}"));
        AssertNeedsToken();
        project.Up("--force-recreate");
        Assert.NotEqual(before, project.InspectExporter("{{.Id}}"));
        AssertNeedsToken();

        void AssertNeedsToken()
        {
            Wait.Until(() => project.AskExporter("Bearer " + token) == "200", 10, "an answer to the token");
            Assert.Equal("401", project.AskExporter("Bearer other"));
        }
    }

    [Fact]
    public void A_secret_with_the_mode_that_Docker_gives_it_is_taken_and_warned_of()
    {
        engine.Require();
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(folder.Write(Secret, "token\n"), mode);
        using Container container = Container.Start(
            engine, "bridge", Container.OneFile, "--volume", folder.PathOf(Secret) + ":/run/secrets/token:ro",
            "--env", "NETDEV_EXPORTER_WEB_TOKEN_FILE=/run/secrets/token");
        Assert.Equal(22, container.Ask("/metrics").ExitCode); // an error status
        Assert.Equal(0, container.Execute("--healthcheck").ExitCode);
        Assert.Single(container.Log().Split('\n'), line => line.Contains(" level=warn "));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// Makes a token by the one command in README that has a word; returns the token. Only the group of the exporter
    /// can read the file afterwards.
    /// </summary>
    private string RunFromReadme(string word)
    {
        string command = Assert.Single(
            DeployFiles.Read("README.md").Split('\n'),
            line => line.StartsWith("    openssl ") && line.Contains($"| sudo {word} "));
        ToolResult result = Tool.Run("sh", ["-c", command.Replace("sudo ", "")], folder: folder.FullName);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("0:60808 440\n", Tool.Succeed("stat", ["--format=%u:%g %a", folder.PathOf(Secret)]));
        string token = File.ReadAllText(folder.PathOf(Secret)).TrimEnd('\n');
        Assert.Equal(64, token.Length);
        return token;
    }

    /// <summary>compose.yml and the token's override as its first lines say, in a folder beside the token.</summary>
    private string WriteFolder()
    {
        File.Copy(Path.Combine(Machine.Repository, "compose.yml"), folder.PathOf("compose.yml"));
        File.CreateSymbolicLink(folder.PathOf("compose.override.yml"), DeployFiles.PathOf("compose.token.yml"));
        return folder.FullName;
    }
}
