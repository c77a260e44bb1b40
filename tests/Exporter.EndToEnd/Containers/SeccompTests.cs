using System.IO;
using System.Net.Sockets;
using System.Threading;
using NetdevExporter.EndToEnd.Documentation;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>The seccomp profile, in a container that is hardened as README says.</summary>
[Collection(SharedEngine.Name)]
public sealed class SeccompTests(DockerEngine engine)
{
    [Fact]
    public void Under_it_the_container_does_all_that_it_does_without()
    {
        engine.Require();
        using TemporaryFolder folder = new();
        string shared = Directory.CreateDirectory(folder.PathOf("run")).FullName;
        File.SetUnixFileMode(shared, (UnixFileMode)0b111_111_111);
        using Container container = Container.Start(
            engine, "bridge", Container.OneFile, "--volume", shared + ":/run/exporter", "--no-healthcheck",
            "--security-opt", "seccomp=" + SeccompProfile.FullName,
            "--env", "NETDEV_EXPORTER_WEB_LISTEN_ADDRESS=:8080,unix:/run/exporter/socket");
        HostTable.AssertIsShown(container.Page);
        Assert.Equal(0, container.Ask("/-/ready").ExitCode);
        Assert.Equal("ready", container.Execute("--healthcheck").Output.Trim());
        Assert.Equal(0, container.Execute("--once").ExitCode);
        using (WireClient slow = new(container.Address("bridge")))
        using (WireClient malformed = new(container.Address("bridge")))
        using (WireClient local = new(new UnixDomainSocketEndPoint(Path.Combine(shared, "socket"))))
        {
            slow.Send("GET /nowhere HTTP/1.1\r\n");
            malformed.Send("GET /metrics HTTP/1.1\r\n\r\n");
            Assert.Equal(400, malformed.Read().Status);
            Assert.Equal(200, local.Get("/metrics").Status);
            Thread.Sleep(1_200); // long enough for the file to be looked for again
            Assert.Equal(200, local.Get("/metrics").Status);
            slow.Send("Host: h\r\n\r\n");
            Assert.Equal(404, slow.Read().Status);
        }

        Assert.Equal(0, container.Stop());
        Assert.Empty(Directory.GetFiles(shared));
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("execve", false)]
    [InlineData("openat", false)]
    public void The_runtime_cannot_start_it_without(string call, bool isStarted)
    {
        string image = engine.RequireImage();
        using TemporaryFolder folder = new();
        SeccompProfile profile = new();
        string file = isStarted ? SeccompProfile.FullName : profile.WriteWithout(call, folder);
        ToolResult result = engine.Try(
            30, "run", "--rm", "--network", "none", "--volume", Container.OneFile,
            "--security-opt", "no-new-privileges", "--security-opt", "seccomp=" + file,
            image, "--once");
        Assert.Equal(isStarted, result.ExitCode == 0);
        Assert.True(isStarted || result.Output.Length == 0, result.Output);
        Assert.Equal(["execve", "openat"], profile.Runtime);
    }
}
