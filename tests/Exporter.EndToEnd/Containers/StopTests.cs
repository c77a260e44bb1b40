using System;
using System.Diagnostics;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>The exporter is process 1 of its container, which ignores signals that it has no handler for.</summary>
[Collection(SharedEngine.Name)]
public sealed class StopTests(DockerEngine engine)
{
    /// <summary>Docker waits ten seconds for a process that ignores SIGTERM.</summary>
    private const int StopSecondsMax = 4;

    [Theory]
    [InlineData("SIGTERM")]
    [InlineData("SIGINT")]
    public void A_container_that_is_asked_to_stop_ends_soon_and_with_exit_code_0(string signal)
    {
        engine.Require();
        using Container container = Container.Start(engine, "bridge", Container.OneFile, "--stop-signal", signal);
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal(0, container.Stop());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(StopSecondsMax));
    }
}
