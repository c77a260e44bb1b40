using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>
/// What a container that has the host's /proc can do to another container through /proc/PID/root: everything to the
/// files of processes of its own user, and nothing to others'. The exporter's user is no one else's.
/// </summary>
[Collection(SharedEngine.Name)]
public sealed class OtherContainersTests(DockerEngine engine)
{
    private const string HostProc = "/proc:/host/proc:ro";
    private const string Nobody = "65534:65534"; // the user of Prometheus, node_exporter and many other images
    private const string Secret = "/tmp/secret";

    [Fact]
    public void With_the_whole_proc_mounted_the_image_serves_and_its_user_can_not_touch_the_files_of_another_container()
    {
        using Container exporter = Container.Start(engine, "none", HostProc);
        MetricsPage page = MetricsPage.Parse(exporter.Page());
        Assert.Equal("host", page["netdev_source_info"].Samples[0].Labels["namespace"]);
        string user = exporter.Inspect("{{.Config.User}}");
        Assert.Equal("cannot read; cannot write; net/dev is readable; kept", Intrude(user));
    }

    /// <summary>The control: the mount is read-only and there is no capability, here as there.</summary>
    [Fact]
    public void A_user_that_both_containers_share_reads_and_writes_them()
    {
        engine.Require();
        Assert.Equal("read; written; net/dev is readable; lost", Intrude(Nobody));
    }

    /// <summary>
    /// Runs a shell as a user, in a container as confined as the exporter's, against one that runs as nobody.
    /// </summary>
    /// <returns>What the shell could do, and what became of the file.</returns>
    private string Intrude(string user)
    {
        string victim = engine.Docker(["run", "--detach", "--network", "none", "--user", Nobody,
            StandInImages.ShellName, "sh", "-c", $"echo kept >{Secret}; exec sleep 600"]);
        try
        {
            Wait.Until(() => engine.Try(10, "exec", victim, "cat", Secret).Output == "kept\n", 30, "the other's file");
            string root = $"/host/proc/{engine.Docker("inspect", "--format", "{{.State.Pid}}", victim)}/root";
            string script =
                $"grep -q kept {root}{Secret} && echo 'read; ' || echo 'cannot read; '\n"
                + $"(echo lost >{root}{Secret}) && echo 'written; ' || echo 'cannot write; '\n"
                + "grep -q lo: /host/proc/1/net/dev && echo 'net/dev is readable; '\n";
            ToolResult result = engine.Try(60, ["run", "--rm", "--network", "none", "--user", user,
                "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--volume", HostProc,
                StandInImages.ShellName, "sh", "-c", script]);
            return (result.Output + engine.Docker("exec", victim, "cat", Secret)).Replace("\n", "");
        }
        finally
        {
            engine.Docker("rm", "--force", victim);
        }
    }
}
