using System;
using System.IO;
using System.Net.Sockets;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests;

public sealed class FileIdentityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;

    private string FilePath => Path.Combine(folder, "a");

    [Fact]
    public void A_file_is_the_same_by_every_path_and_no_other()
    {
        File.WriteAllText(FilePath, "");
        File.WriteAllText(FilePath + "2", "");
        File.CreateSymbolicLink(FilePath + ".link", FilePath);
        FileIdentity file = Read(FilePath);
        Assert.True(file.IsSameAs(Read(Path.Combine(folder, ".", "a"))));
        Assert.True(file.IsSameAs(Read(FilePath + ".link")));
        Assert.False(file.IsSameAs(Read(FilePath + "2")));
        Assert.False(file.IsSameAs(Read("/proc/self/net/dev")));
    }

    [Fact]
    public void A_link_itself_is_another_file_than_the_one_it_leads_to()
    {
        File.WriteAllText(FilePath, "");
        File.CreateSymbolicLink(FilePath + ".link", FilePath);
        Assert.True(FileIdentity.TryReadLink(FilePath + ".link", out FileIdentity link));
        Assert.False(link.IsSameAs(Read(FilePath)));
    }

    [Fact]
    public void A_socket_file_is_one_and_nothing_else_is()
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(FilePath));
        Assert.True(Read(FilePath).IsSocket);
        Assert.False(Read(folder).IsSocket);
        Assert.False(Read(folder).IsRegularFile);
        Assert.False(Read(FilePath).IsRegularFile);
        Assert.False(Read("/proc/self/net/dev").IsSocket);
        Assert.False(Read("/dev/null").IsSocket);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead, false, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, false, false)]
    [InlineData(UnixFileMode.OtherRead, true, false)]
    [InlineData(UnixFileMode.OtherWrite, false, true)]
    [InlineData(UnixFileMode.OtherExecute, false, false)]
    public void What_others_may_do_is_told_of_the_file_that_a_path_leads_to(UnixFileMode mode, bool read, bool write)
    {
        File.WriteAllText(FilePath, "");
        File.CreateSymbolicLink(FilePath + ".link", FilePath);
        File.SetUnixFileMode(FilePath, mode);
        FileIdentity file = Read(FilePath + ".link");
        Assert.Equal((true, read, write), (file.IsRegularFile, file.IsWorldReadable, file.IsWorldWritable));
    }

    [Fact]
    public void What_is_not_there_has_no_identity()
    {
        Assert.False(FileIdentity.TryRead(FilePath, out _));
        Assert.False(FileIdentity.TryReadLink(FilePath, out _));
    }

    [Fact]
    public void Tables_of_one_network_namespace_are_one_file() =>
        Assert.True(Read("/proc/self/net/dev").IsSameAs(Read($"/proc/{Environment.ProcessId}/net/dev")));

    [Fact]
    public void An_open_file_is_the_one_that_its_path_leads_to()
    {
        File.WriteAllText(FilePath, "");
        using FileStream file = File.OpenRead(FilePath);
        Assert.True(FileIdentity.TryRead((int)file.SafeFileHandle.DangerousGetHandle(), out FileIdentity identity));
        Assert.True(identity.IsSameAs(Read(FilePath)));
        Assert.False(FileIdentity.TryRead(-1, out _));
    }

    [Fact]
    public void Of_two_numbers_one_is_the_lower()
    {
        FileIdentity[] files = [Read("/proc/self/net/dev"), Read("/proc/version")];
        Assert.NotEqual(files[0].HasLowerInodeThan(files[1]), files[1].HasLowerInodeThan(files[0]));
        Assert.False(files[0].HasLowerInodeThan(files[0]));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static FileIdentity Read(string path)
    {
        Assert.True(FileIdentity.TryRead(path, out FileIdentity identity));
        return identity;
    }
}
