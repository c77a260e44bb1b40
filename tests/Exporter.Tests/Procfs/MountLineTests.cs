using System;
using System.Collections.Generic;
using NetdevExporter.Procfs;
using Xunit;

namespace NetdevExporter.Tests.Procfs;

public sealed class MountLineTests
{
    [Theory]
    [InlineData("the usual", "22 28 0:21 / /proc rw,relatime shared:12 - proc proc rw", "/ /proc True")]
    [InlineData("no tag", "22 28 0:21 / /proc rw - proc proc rw,hidepid=2", "/ /proc True")]
    [InlineData("two tags", "22 28 0:21 / /proc rw shared:1 master:2 - proc none rw", "/ /proc True")]
    [InlineData("one file", "9 8 0:4 /1/net/dev /h/1/net/dev ro - proc proc rw", "/1/net/dev /h/1/net/dev True")]
    [InlineData("looked up again", "9 8 0:4 /1/net/dev//deleted /h ro - proc proc rw", "/1/net/dev /h True")]
    [InlineData("a blank in a path", "9 8 0:4 / /a\\040b ro - proc proc rw", "/ /a\\040b True")]
    [InlineData("another kind", "30 28 0:27 / /run rw shared:13 - tmpfs tmpfs rw", "/ /run False")]
    [InlineData("called like it", "30 28 0:27 / /proc/acpi ro - tmpfs proc rw", "/ /proc/acpi False")]
    [InlineData("half a line", "30 28", "  False")]
    [InlineData("nothing", "", "  False")]
    public void A_line_is_what_is_mounted_where(string why, string line, string expected) =>
        Assert.True(expected == Assert.Single(Read(line + "\n")), why);

    [Fact]
    public void Lines_come_one_by_one_and_half_of_one_does_not()
    {
        Assert.Empty(Read(""));
        Assert.Empty(Read("22 28 0:21 / /proc rw - proc proc rw"));
        Assert.Equal(
            ["/ /a True", "/x /b False"],
            Read("1 2 0:3 / /a rw - proc proc rw\n1 2 0:3 /x /b rw - ext4 d rw\n1 2"));
    }

    private static List<string> Read(string text)
    {
        List<string> mounts = [];
        ReadOnlySpan<byte> rest = Latin1.Bytes(text);
        while (MountLine.TryTake(ref rest, out MountLine mount))
        {
            mounts.Add($"{Latin1.Text(mount.Root)} {Latin1.Text(mount.Point)} {mount.IsProcfs}");
        }

        return mounts;
    }

    [Theory]
    [InlineData("/proc", "/proc")]
    [InlineData("/a\\040b\\011c\\012d\\134e", "/a b\tc\nd\\e")]
    [InlineData("\\377", "\xFF")]
    [InlineData("/a\\04", "/a\\04")] // too short
    [InlineData("/a\\048", "/a\\048")] // not octal
    [InlineData("\\\\040", "\\ ")]
    [InlineData("", "")]
    public void A_path_is_decoded(string path, string decoded)
    {
        byte[] bytes = Latin1.Bytes(path);
        Assert.Equal(decoded, Latin1.Text(MountLine.Decode(bytes, bytes)));
    }
}
