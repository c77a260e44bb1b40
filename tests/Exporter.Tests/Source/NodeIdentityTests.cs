using System;
using System.IO;
using NetdevExporter.Diagnosis;
using NetdevExporter.Platform;
using NetdevExporter.Source;
using Xunit;

namespace NetdevExporter.Tests.Source;

/// <summary>The host's name, by its flag, by its file, or this process's own, and what uname(2) says.</summary>
public sealed class NodeIdentityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;

    private string FilePath => Path.Combine(folder, "hostname");

    [Theory]
    [InlineData("as systemd writes it", "web1\n")]
    [InlineData("no line end", "web1")]
    [InlineData("a line of Windows", "web1\r\n")]
    [InlineData("blanks around it", " \tweb1 \n")]
    [InlineData("comments and empty lines before it, as hostname(5) has them", "# a\n\n  # b\nweb1\n")]
    [InlineData("other lines after it", "web1\nweb2\n")]
    public void The_name_is_the_first_line_that_is_not_empty_or_a_comment(string why, string text) =>
        Assert.True(NodeIdentity.Find(Latin1.Bytes(text)) == "web1", why);

    [Theory]
    [InlineData("")]
    [InlineData("\n \n")]
    [InlineData("# web1")]
    public void A_text_without_a_name_has_none(string text) =>
        Assert.Equal("", NodeIdentity.Find(Latin1.Bytes(text)));

    [Fact]
    public void A_name_of_255_bytes_is_taken_and_a_longer_one_is_none()
    {
        string longest = new('a', Limits.NodeNameBytesMax);
        Assert.Equal(longest, NodeIdentity.Find(Latin1.Bytes(longest + "\n")));
        Assert.Equal("", NodeIdentity.Find(Latin1.Bytes(longest + "a\n")));
    }

    [Fact]
    public void The_flag_wins_over_the_file_and_the_file_over_this_process()
    {
        File.WriteAllText(FilePath, "from-file\n");
        NodeIdentity byFlag = new("from-flag", FilePath);
        Assert.Equal(("from-flag", false), (byFlag.Name, byFlag.IsOwn));
        NodeIdentity byFile = new("", FilePath);
        Assert.Equal(("from-file", false), (byFile.Name, byFile.IsOwn));
        File.Delete(FilePath);
        NodeIdentity own = new("", FilePath);
        Assert.Equal((Read("hostname"), true, Errno.ENOENT), (own.Name, own.IsOwn, own.Error));
    }

    [Fact]
    public void The_rest_is_what_the_kernel_says()
    {
        string machine = BuildInfo.Architecture == "arm64" ? "aarch64" : "x86_64";
        Assert.Equal(
            [Read("ostype"), "x", Read("osrelease"), Read("version"), machine, Read("domainname")],
            new NodeIdentity("x").Fields);
    }

    [Fact]
    public void A_large_file_is_read_up_to_the_bound_and_a_folder_in_its_place_is_an_error()
    {
        File.WriteAllText(FilePath, "web1\n" + new string('#', 2 * Limits.HostNameFileBytesMax));
        Assert.Equal("web1", new NodeIdentity("", FilePath).Name);
        NodeIdentity node = new("", folder); // as Docker makes one where a mount's source is missing
        Assert.Equal((true, Errno.EISDIR), (node.IsOwn, node.Error));
    }

    /// <summary>Whose table it is says whether this process's name is the host's.</summary>
    [Theory]
    [InlineData("from-flag", TableOwner.Host, false)]
    [InlineData("", TableOwner.HostAndOwn, false)]
    public void A_name_that_is_the_hosts_is_no_reason_to_warn(string name, object owner, bool warns) =>
        Assert.Equal(warns, Warning.OfNodeName(new NodeIdentity(name, FilePath), (TableOwner)owner) is not null);

    [Fact]
    public void A_containers_name_is_told_with_both_ways_to_mend_it()
    {
        string? warning = Warning.OfNodeName(new NodeIdentity("", FilePath), TableOwner.Host);
        if (NodeIdentity.IsHostNamespace)
        {
            Assert.Null(warning);
            return;
        }

        Assert.StartsWith(
            "cannot read /host/etc/hostname: No such file or directory, so node_uname_info shows this container's, ",
            warning);
        Assert.EndsWith(
            "; mount the host's: -v /etc/hostname:/host/etc/hostname:ro, or set --node.name", warning);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Read(string name) => File.ReadAllText("/proc/sys/kernel/" + name).TrimEnd('\n');
}
