using System;
using System.IO;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using NetdevExporter.Http;
using NetdevExporter.Http.Connections;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>A server on a thread and a socket file of its own.</summary>
internal sealed partial class RunningServer : IDisposable
{
    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID

    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;
    private readonly WakeUp stop = new();
    private readonly Server server;
    private readonly Thread thread;

    internal RunningServer(
        IPageSource source,
        int maxConnections = Limits.ConnectionsDefault,
        ITokenSource? tokens = null,
        bool hasPage = true,
        bool compresses = true)
    {
        Address = ListenAddress.Parse("unix:" + Path.Combine(folder, "s"))!;
        Assert.Equal(Errno.None, Listener.Bind(Address, out Listener? listener));
        server = new Server(
            [listener!], source, tokens, new Site("/metrics", "/f", "v", hasPage ? source : null), periodic: null,
            stop.Descriptor, compresses, maxConnections);
        thread = new Thread(Run);
        thread.Start();
    }

    internal ListenAddress Address { get; }

    /// <summary>What the server's thread has used, once it has ended.</summary>
    internal TimeSpan CpuTime { get; private set; }

    internal ServerClient Connect() => new(ConnectSocket());

    internal Socket ConnectSocket()
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(EndPoints.Of(Address.Client));
        return socket;
    }

    /// <summary>Asks it to stop, and waits until it has seen that: then nobody can connect any more.</summary>
    internal void BeginStop()
    {
        stop.Set();
        Assert.True(SpinWait.SpinUntil(() => !File.Exists(Address.SocketFile), TimeSpan.FromSeconds(10)));
    }

    /// <summary>Asks it to stop, and waits; false where it has not stopped in time.</summary>
    internal bool Stop(int seconds)
    {
        stop.Set();
        return thread.Join(TimeSpan.FromSeconds(seconds));
    }

    public void Dispose()
    {
        stop.Set();
        thread.Join();
        server.Dispose();
        stop.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void Run()
    {
        server.Run();
        _ = GetTime(ThreadCpuTime, out TimeSpecification time);
        CpuTime = TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpecification time);

    /// <summary>struct timespec.</summary>
    private struct TimeSpecification
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}
