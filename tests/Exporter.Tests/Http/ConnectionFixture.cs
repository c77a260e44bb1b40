using System;
using System.Collections.Generic;
using System.IO;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>A table of four connections with real clients on a socket file, at a time of the test's choice.</summary>
public sealed class ConnectionFixture : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;
    private readonly List<StreamSocket> clients = [];
    private readonly ListenAddress address;

    public ConnectionFixture()
    {
        address = ListenAddress.Parse("unix:" + Path.Combine(folder, "s"))!;
        Assert.Equal(Errno.None, Listener.Bind(address, out Listener? listener));
        Listener = listener!;
    }

    internal Listener Listener { get; }

    internal ConnectionTable Table { get; } = new(4);

    /// <summary>The client that connected last.</summary>
    internal StreamSocket Client => clients[^1];

    /// <summary>A client connects, and waits to be accepted.</summary>
    internal void Connect()
    {
        Assert.Equal(Errno.None, StreamSocket.Connect(address.Client, out StreamSocket? client));
        clients.Add(client!);
    }

    /// <summary>A connection that has just been accepted.</summary>
    internal Connection Add(long now)
    {
        Connect();
        Assert.Equal(AcceptStatus.Accepted, Listener.Accept(out int client));
        Connection connection = Table.Add();
        Assert.True(connection.TryOpen(client, now));
        connection.IsReady = false;
        return connection;
    }

    /// <summary>A connection with bytes of its client.</summary>
    internal Connection AddReading(long now, ReadOnlySpan<byte> bytes)
    {
        Connection connection = Add(now);
        Assert.True(Client.TrySend(bytes, out _));
        Assert.True(connection.Receive(now));
        return connection;
    }

    /// <summary>A connection whose request waits for the page.</summary>
    internal Connection AddWaiting(long now, bool keepAlive = true)
    {
        Connection connection = AddReading(now, "x"u8);
        connection.TakeRequest(1, new PendingAnswer(null, isHead: false, isHttp10: false, keepAlive, false), now);
        return connection;
    }

    /// <summary>A connection whose request for the page waits for it.</summary>
    internal Connection AddScrape(Resource page, bool prefersGzip, long now)
    {
        Connection connection = AddReading(now, "x"u8);
        connection.TakeRequest(1, new PendingAnswer(page, isHead: false, isHttp10: false, true, prefersGzip), now);
        return connection;
    }

    /// <summary>A connection that has taken a response, and is idle.</summary>
    internal Connection AddServed(long now)
    {
        Connection connection = AddWaiting(now);
        connection.Respond("x"u8, null, 0, now);
        return connection;
    }

    /// <summary>A connection with more of a response than its client takes.</summary>
    internal Connection AddStalled(long now)
    {
        Connection connection = AddWaiting(now);
        connection.Respond(new byte[4 * 1024 * 1024], null, 0, now);
        return connection;
    }

    public void Dispose()
    {
        Table.Dispose();
        Listener.Dispose();
        clients.ForEach(client => client.Dispose());
        Directory.Delete(folder, recursive: true);
    }
}
