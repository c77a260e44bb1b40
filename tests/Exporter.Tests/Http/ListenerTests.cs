using System;
using System.IO;
using System.Net.Sockets;
using NetdevExporter.Http.Connections;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>Socket files that are there already.</summary>
public sealed class ListenerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;

    private string FilePath => Path.Combine(folder, "s");

    [Fact]
    public void A_socket_file_is_there_while_somebody_listens()
    {
        using (Listener listener = Bind())
        {
            Assert.True(File.Exists(FilePath));
            Assert.Equal(0b110_110_110, (int)File.GetUnixFileMode(FilePath));
        }

        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void A_socket_file_that_nobody_listens_on_any_more_is_replaced()
    {
        using (Socket crashed = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            crashed.Bind(new UnixDomainSocketEndPoint(FilePath));
            File.Move(FilePath, FilePath + ".kept"); // .NET removes what it has bound
        }

        File.Move(FilePath + ".kept", FilePath);
        using Listener listener = Bind();
        Assert.Equal(AcceptStatus.Accepted, Connect(listener));
    }

    [Fact]
    public void A_socket_file_that_somebody_listens_on_is_left_to_them()
    {
        using Listener first = Bind();
        Assert.Equal(Errno.EADDRINUSE, TryBind(out _));
        Assert.Equal(AcceptStatus.Accepted, Connect(first)); // the probe of the second
        Assert.Equal(AcceptStatus.Accepted, Connect(first));
    }

    /// <summary>Between bind(2) and listen(2), who connects is refused, as after a crash.</summary>
    [Fact]
    public void A_socket_file_that_another_instance_is_about_to_listen_on_is_left_to_it()
    {
        Assert.True(FileLock.TryTake(FilePath, out FileLock? held));
        using (held)
        using (Socket bound = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            bound.Bind(new UnixDomainSocketEndPoint(FilePath));
            Assert.Equal(Errno.EADDRINUSE, TryBind(out _));
            Assert.True(File.Exists(FilePath));
        }
    }

    [Fact]
    public void A_file_that_is_no_socket_is_left_alone()
    {
        File.WriteAllText(FilePath, "kept");
        Assert.Equal(Errno.EADDRINUSE, TryBind(out _));
        Assert.Equal("kept", File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_client_that_is_not_there_is_not_accepted()
    {
        using Listener listener = Bind();
        Assert.Equal(AcceptStatus.Gone, listener.Accept(out int client));
        Assert.True(client < 0);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Listener Bind()
    {
        Assert.Equal(Errno.None, TryBind(out Listener? listener));
        return listener!;
    }

    private Errno TryBind(out Listener? listener) =>
        Listener.Bind(ListenAddress.Parse("unix:" + FilePath)!, out listener);

    private AcceptStatus Connect(Listener listener)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(FilePath));
        return listener.Accept(out _);
    }
}
