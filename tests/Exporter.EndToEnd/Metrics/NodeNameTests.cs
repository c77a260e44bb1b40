using System.IO;
using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>The host's name on the page of the published executable, where /host is as in a container.</summary>
public sealed class NodeNameTests
{
    private const string Scheme = "--metrics.names=node";
    private const string NamePath = "host/etc/hostname";

    /// <summary>Not that of the base library, which has it without what follows a dot.</summary>
    private static readonly string OwnName = File.ReadAllText("/proc/sys/kernel/hostname").TrimEnd('\n');

    [Fact]
    public void The_mounted_file_names_the_host()
    {
        using EmptyRoot root = StartRoot("web1\n");
        using Instance exporter = root.Start(Scheme);
        Assert.Equal("web1", NameOf(exporter.GetPage()));
        Assert.Empty(exporter.Warnings);
        Assert.Contains("\nnode        web1, from /host/etc/hostname\n", Examine(root));
    }

    [Fact]
    public void The_flag_wins()
    {
        using EmptyRoot root = StartRoot("web1\n");
        using Instance exporter = root.Start(Scheme, "--node.name=web \"2\"");
        Assert.Equal("web \"2\"", NameOf(exporter.GetPage()));
        Assert.Contains("\nnode        web2, from --node.name\n", Examine(root, "--node.name=web2"));
    }

    /// <summary>A new root has no /proc to tell that this process's own name is the host's.</summary>
    [Theory]
    [InlineData(null, "cannot read /host/etc/hostname: No such file or directory")]
    [InlineData("\n", "/host/etc/hostname contains no name")]
    public void Without_a_name_the_log_and_the_doctor_say_what_to_mount(string? text, string why)
    {
        using EmptyRoot root = StartRoot(text);
        using Instance exporter = root.Start(Scheme);
        Assert.Equal(OwnName, NameOf(exporter.GetPage()));
        string words = $"{why}, so node_uname_info shows this container's, {OwnName}; mount the "
            + "host's: -v /etc/hostname:/host/etc/hostname:ro, or set --node.name";
        Assert.Equal(words, Assert.Single(exporter.Warnings).Split('"')[^2]);
        Assert.Contains($"\nwarning     {words}\n", Examine(root));
    }

    [Fact]
    public void On_a_machine_itself_its_own_name_is_the_hosts()
    {
        Machine.RequireHostNetwork();
        using Instance exporter = Instance.Start(Scheme, "--path.procfs=/proc");
        Assert.Equal(OwnName, NameOf(exporter.GetPage()));
        Assert.Empty(exporter.Warnings);
    }

    [Fact]
    public void Other_schemes_read_no_name_and_say_nothing_of_it()
    {
        using EmptyRoot root = StartRoot(null);
        using Instance exporter = root.Start("--node.name=web1");
        Assert.DoesNotContain(exporter.GetPage().Families, family => family.Name.StartsWith("node_"));
        Assert.Empty(exporter.Warnings);
        Assert.DoesNotContain("\nnode ", root.Run("--doctor", "--node.name=web1").Output);
    }

    private static EmptyRoot StartRoot(string? name)
    {
        EmptyRoot root = new();
        root.Write("host/proc/1/net/dev", NetDevText.Plain);
        if (name is not null)
        {
            root.Write(NamePath, name);
        }

        return root;
    }

    private static string Examine(EmptyRoot root, params string[] flags) =>
        root.Run(["--doctor", Scheme, "--web.listen-address=" + FreePort.TakeLoopback(), .. flags]).Output;

    private static string NameOf(MetricsPage page) =>
        Assert.Single(page["node_uname_info"].Samples).Labels["nodename"];
}
