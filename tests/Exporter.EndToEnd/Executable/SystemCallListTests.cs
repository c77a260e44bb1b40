using System;
using System.Linq;
using NetdevExporter.EndToEnd.Documentation;
using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>The seccomp profile lets through what the exporter asks of the kernel, and that alone.</summary>
[Collection(Alone.Name)]
public sealed class SystemCallListTests
{
    /// <summary>Where .NET looks for randomness; it does without where there is none (EmptyRootTests).</summary>
    private const string Seeds = "/dev/urandom";

    [Fact]
    public void A_whole_life_makes_the_calls_of_the_first_part_and_none_beyond_the_second_nor_needs_dev_etc_or_tmp()
    {
        TracedLife life = new();
        SeccompProfile profile = new();
        string[] calls = [.. life.Calls];
        TestContext.Current.SendDiagnosticMessage($"{calls.Length} system calls: {string.Join(' ', calls)}");
        if (Machine.Architecture == "amd64") // the first part is its: where that has chmod, arm64 has fchmodat
        {
            Assert.Equal(profile.Always, calls.Intersect(profile.Always));
        }

        Assert.InRange(calls.Length, profile.Always.Length / 2, 100);
        Assert.Empty(calls.Except(profile.Always).Except(profile.Sometimes).Except(profile.Runtime));

        string[] foreign = ["/dev/", "/etc/", "/tmp/", "/run/", "/var/"];
        Assert.NotEmpty(life.Paths);
        Assert.DoesNotContain(
            life.Paths,
            path => path != Seeds && !path.StartsWith(life.Folder) && Array.Exists(foreign, path.StartsWith));
    }
}
