using System.IO;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>
/// The health check and the doctor, called into a container, examine the instance that runs there by its own flags and
/// environment, without being told.
/// </summary>
[Collection(SharedEngine.Name)]
public sealed class InstanceConfigurationTests : System.IDisposable
{
    private const int Port = 9101;
    private const int HealthSeconds = 20;
    private const string TokenPath = "/run/secrets/token";

    private readonly DockerEngine engine;
    private readonly TemporaryFolder folder = new();

    public InstanceConfigurationTests(DockerEngine engine)
    {
        this.engine = engine;
        File.SetUnixFileMode(folder.Write("token", "s3cret\n"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("--init", 7)] // Docker's init is process 1
    public void With_flags_for_the_address_and_the_token_the_container_is_healthy(string option, int process)
    {
        using Container container = Start(
            Container.OneFile, option, $"--web.listen-address=:{Port}", "--web.token-file=" + TokenPath);
        Wait.Until(() => Health(container) == "healthy", HealthSeconds, "Docker's own health check");
        ToolResult check = container.Execute("--healthcheck");
        Assert.Equal((0, "ready\n", ""), (check.ExitCode, check.Output, check.Error));
        ToolResult doctor = container.Execute("--doctor");
        string number = process == 1 ? "1" : @"\d+";
        Assert.Matches($"\noptions     of process {number}, the instance that runs here\n", doctor.Output);
        Assert.Matches($"\ninstance    process {number} is ready\n", doctor.Output);
        Assert.Contains($"\ntoken       {TokenPath} is valid\n", doctor.Output);
        Assert.Contains($"\naddress     :{Port} is in use by a running netdev-exporter", doctor.Output);
        Assert.EndsWith("\nresult      all is well\n", doctor.Output);
        Assert.Equal(0, doctor.ExitCode);
    }

    [Fact]
    public void Without_the_mount_the_log_says_so_at_the_start_and_check_and_doctor_with_the_same_words()
    {
        using Container container = Start("", "", $"--web.listen-address=:{Port}", "--web.token-file=" + TokenPath);
        const string Words = "/proc/1/net/dev shows this container's own interfaces, not the host's; "
            + "mount the host's: -v " + Container.OneFile;
        string expected = $" level=warn msg=\"page unavailable\" reason=\"{Words}\"";
        Assert.Single(container.Log().Split('\n'), line => line.Contains(expected));
        ToolResult check = container.Execute("--healthcheck");
        Assert.Equal(1, check.ExitCode);
        Assert.Equal(Words + " (options of process 1, the instance that runs here)\n", check.Output);
        ToolResult doctor = container.Execute("--doctor");
        Assert.Contains($"\nwrong       {Words}\n", doctor.Output);
        Assert.Equal(1, doctor.ExitCode);
    }

    [Fact]
    public void Flags_of_the_check_itself_are_what_it_asks_by_and_another_user_says_what_it_looked_at()
    {
        using Container container = Start(Container.OneFile, "", $"--web.listen-address=:{Port}");
        ToolResult own = container.Execute("--healthcheck", "--web.listen-address=:9102");
        Assert.Equal(
            (1, "no answer from :9102: Connection refused (options of this command's flags)\n"),
            (own.ExitCode, own.Output));
        ToolResult other = container.ExecuteAs(["--user", "1234"], "--healthcheck");
        const string Hidden = "of this command: the processes of other users cannot be read";
        Assert.Equal(
            (1, $"no answer from :8080: Connection refused (options {Hidden})\n"), (other.ExitCode, other.Output));
        Assert.Contains($"\noptions     {Hidden}\n", container.ExecuteAs(["--user", "1234"], "--doctor").Output);
    }

    /// <summary>A token that the instance has read can become unreadable; then every scrape is refused.</summary>
    [Fact]
    public void The_doctor_asks_the_instance_too_and_sees_what_it_cannot_see_itself()
    {
        using Container container = Start(
            Container.OneFile, "", $"--web.listen-address=:{Port}", "--web.token-file=" + TokenPath);
        Tool.Succeed("truncate", ["--size=0", folder.PathOf("token")]);
        ToolResult doctor = container.Execute("--doctor");
        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains($"\nwrong       {TokenPath} (--web.token-file): it is empty", doctor.Output);
        string line = Assert.Single(
            container.Execute("--healthcheck").Output.Split('\n').SkipLast(1));
        Assert.StartsWith($"cannot read the token: {TokenPath} (--web.token-file): it is empty", line);
    }

    public void Dispose() => folder.Dispose();

    private static string Health(Container container) => container.Inspect("{{.State.Health.Status}}");

    private Container Start(string volume, string option, params string[] flags)
    {
        engine.Require();
        string user = engine.Docker("image", "inspect", "--format", "{{.Config.User}}", engine.RequireImage());
        Tool.Succeed("chown", [user, folder.PathOf("token")]);
        string[] options =
        [
            "--health-interval=1s", "--volume", folder.PathOf("token") + ":" + TokenPath + ":ro",
            .. option.Length > 0 ? [option] : System.Array.Empty<string>(),
        ];
        return Container.StartWith(engine, "bridge", volume, options, flags, Port);
    }
}
