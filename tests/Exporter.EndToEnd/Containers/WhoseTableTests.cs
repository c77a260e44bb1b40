using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace NetdevExporter.EndToEnd.Containers;

/// <summary>
/// Whose interfaces a container sees, for every way to start one: the host's, or its own, which are refused with the
/// change that mends it.
/// </summary>
[Collection(SharedEngine.Name)]
public sealed class WhoseTableTests(DockerEngine engine)
{
    private const string UserDefined = "netdev-exporter-whose";

    private const string HostsFlag = "--path.netdev=/host/proc/1/net/dev";

    private static readonly string[] Hardening =
        ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"];

    private static readonly string[] Networks = [UserDefined, "bridge", "none", "host"];

    private static readonly string[] Volumes =
    [
        Container.OneFile, "/proc/1/net:/host/proc/1/net:ro", "/proc:/host/proc:ro", "/:/host:ro,rslave",
    ];

    /// <summary>Options of <c>docker run</c>, and flags behind the image.</summary>
    public static TheoryData<string, string> OfTheHost => new()
    {
        { "--network host", "" },
        { "--network host", "--path.netdev=/proc/net/dev" },
        { "--network host --volume /proc:/host/proc:ro", "--path.netdev=/host/proc/net/dev" },
        { "--pid host --network bridge", "" },
        { "--pid host --network none", "--path.netdev=/proc/1/net/dev" },
        { "--user 0 --network none --volume " + Container.OneFile, "" },
        { "--privileged --network none --volume " + Container.OneFile, "" },
        { "--volume /proc/1/net/dev:/here:ro", "--path.netdev=/here" },
    };

    /// <summary>The same, with what mends it: a volume, or flags in the place of those.</summary>
    public static TheoryData<string, string, string> OfTheContainer => new()
    {
        { "--network bridge", "", "-v " + Container.OneFile },
        { "--network none", "", "-v " + Container.OneFile },
        { "--network bridge", "--path.procfs=/proc", "-v " + Container.OneFile },
        { "--volume /proc:/host/proc:ro", "--path.netdev=/host/proc/net/dev", HostsFlag },
        { "--volume /proc:/host/proc:ro", "--path.netdev=/host/proc/self/net/dev", HostsFlag },
        { "--volume " + Container.OneFile, "--path.procfs=/proc", HostsFlag },
        { "--volume " + Container.OneFile, "--path.netdev=/proc/net/dev", HostsFlag },
        { "--pid host --network bridge", "--path.netdev=/proc/net/dev", "--path.netdev=/proc/1/net/dev" },
        { "--volume /proc/1/net/dev:/netdev:ro", "", "--path.netdev=/netdev" },
        { "--volume /proc/1/net:/tables:ro", "", "--path.netdev=/tables/dev" },
        { "--volume /proc/1:/process:ro", "", "--path.netdev=/process/net/dev" },
        { "--volume /proc:/procfs:ro", "", "--path.netdev=/procfs/1/net/dev" },
    };

    /// <summary>Options, and flags that name a wrong path, though the host's table is mounted.</summary>
    public static TheoryData<string, string> Misnamed => new()
    {
        { "--volume " + Container.OneFile, "--path.netdev=/host/proc/1/net" },
        { "--volume " + Container.OneFile, "--path.netdev=/host/proc/1/net/dev/" },
        { "--volume " + Container.OneFile, "--path.netdev=/host/net/dev" },
        { "--volume " + Container.OneFile, "--path.netdev=/netdev-exporter" }, // another file
        { "--volume " + Container.OneFile, "--path.procfs=/host/proc/1" },
        { "--volume " + Container.OneFile, "--path.procfs=/host" },
        { "--volume /proc:/host/proc:ro", "--path.procfs=/host" },
        { "--volume /proc:/host/proc:ro", "--path.procfs=/host/proc/1/net/dev" },
        { "--volume /:/host:ro,rslave", "--path.procfs=/host" },
    };

    [Fact]
    public void With_each_mount_on_each_network_it_is_the_hosts()
    {
        engine.Require();
        engine.Docker("network", "create", UserDefined);
        foreach (string network in Networks)
        {
            foreach (string volume in Volumes)
            {
                ToolResult result = Run(["--network", network, "--volume", volume], "--once");
                Assert.True(result.ExitCode == 0, $"{network}, {volume}: {result.Error}");
                Assert.Equal("host", OwnerOn(result.Output));
            }
        }

        engine.Docker("network", "rm", UserDefined);
    }

    [Theory]
    [MemberData(nameof(OfTheHost))]
    public void It_is_the_hosts(string options, string flags)
    {
        ToolResult result = Run(Words(options), ["--once", .. Words(flags)]);
        Assert.Equal("", result.Error);
        Assert.Equal("host", OwnerOn(result.Output));
    }

    [Theory]
    [MemberData(nameof(OfTheContainer))]
    public void It_is_the_containers_and_refused_until_it_is_mended_or_allowed(
        string options, string flags, string mend)
    {
        ToolResult refused = Run(Words(options), ["--once", .. Words(flags)]);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("shows this container's own interfaces, not the host's; ", refused.Error);
        Assert.Contains(mend, refused.Error);

        ToolResult allowed = Run(Words(options), ["--once", "--source.allow-own", .. Words(flags)]);
        Assert.Equal("own", OwnerOn(allowed.Output));

        ToolResult doctor = Run(Words(options), ["--doctor", .. Words(flags)]);
        Assert.Equal(1, doctor.ExitCode);
        Match reason = Regex.Match(refused.Error, "reason=\"(.+)\"");
        Assert.True(reason.Success && doctor.Output.Contains(reason.Groups[1].Value), refused.Error + doctor.Output);
        bool isVolume = mend.StartsWith("-v ");
        Assert.Contains($"\n  docker run    {(isVolume ? "" : "netdev-exporter ")}{mend}\n", doctor.Output);

        ToolResult mended = isVolume
            ? Run([.. Words(options), .. Words(mend)], "--once")
            : Run(Words(options), "--once", mend);
        Assert.Equal("", mended.Error);
        Assert.Equal("host", OwnerOn(mended.Output));
    }

    [Theory]
    [MemberData(nameof(Misnamed))]
    public void Where_the_file_is_mounted_the_remedy_is_its_path_and_no_other_mount(string options, string flags)
    {
        ToolResult refused = Run(Words(options), "--once", flags);
        Assert.Equal(1, refused.ExitCode);
        Assert.EndsWith("; start it with " + HostsFlag + "\"\n", refused.Error);
        Assert.DoesNotContain(" -v ", refused.Error);
        ToolResult doctor = Run(Words(options), "--doctor", flags);
        Assert.Contains("\n  docker run    netdev-exporter " + HostsFlag + "\n", doctor.Output);
        string[] kept = flags.StartsWith("--path.procfs") ? [flags] : []; // the file's own flag wins over it
        Assert.Equal("host", OwnerOn(Run(Words(options), ["--once", HostsFlag, .. kept]).Output));
    }

    [Fact]
    public void The_doctor_examines_the_container_that_it_is_called_into()
    {
        using Container container = Container.Start(engine, "bridge", Container.OneFile);
        ToolResult result = container.Execute("--doctor");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("\nuser        60808, group 60808, no capabilities\n", result.Output);
        Assert.Contains("\nnamespace   host: not this process's own, ", result.Output);
        Assert.Contains("\nmount       /proc/1/net/dev: this container's own interfaces\n", result.Output);
        Assert.Contains("\nmount       /host/proc/1/net/dev: the host's interfaces\n", result.Output);
        const string Address = "\naddress     :8080 is in use by a running netdev-exporter, possibly this one\n";
        Assert.Contains(Address, result.Output);
    }

    /// <summary>The revision differs from build to build, and README ends a long line with "…".</summary>
    [Fact]
    public void README_shows_what_the_doctor_says_with_nothing_mounted()
    {
        string readme = File.ReadAllText(Path.Combine(Machine.Repository, "README.md"));
        string[] shown =
        [
            .. readme.Split('\n')
                .SkipWhile(line => !line.StartsWith("    $ docker run ") || !line.EndsWith(" --doctor")).Skip(1)
                .TakeWhile(line => line.StartsWith("    ")).Select(line => line[4..]),
        ];
        ToolResult result = Run(["--network", "bridge"], "--doctor");
        string[] said = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(said.Length, shown.Length);
        Assert.All(shown.Zip(said), pair =>
        {
            string pattern = Regex.Replace(Regex.Escape(pair.First), @"revision\\ \S+,", "revision [0-9a-z-]+,");
            Assert.Matches("^" + pattern.Replace("…", ".+") + "$", pair.Second);
        });
    }

    [Fact]
    public void A_mount_whose_source_is_mistyped_is_told_from_one_that_is_missing()
    {
        string folder = Directory.CreateTempSubdirectory("netdev-").FullName;
        ToolResult mistyped = Run(["--volume", folder + "/dev:/host/proc/1/net/dev:ro"], "--once");
        Assert.Contains("Is a directory; Docker creates one if the source of a mount is mistyped; ", mistyped.Error);
        ToolResult missing = Run(["--volume", folder + "/dev:/host/proc:ro"], "--once");
        Assert.Contains("No such file or directory; mount the host's: -v " + Container.OneFile, missing.Error);
        Directory.Delete(folder, recursive: true);
    }

    private static string OwnerOn(string page) =>
        MetricsPage.Parse(page)["netdev_source_info"].Samples[0].Labels["namespace"];

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private ToolResult Run(IEnumerable<string> options, params string[] flags)
    {
        string image = engine.RequireImage();
        return engine.Try(60, ["run", "--rm", .. Hardening, .. options, image, .. flags]);
    }
}
