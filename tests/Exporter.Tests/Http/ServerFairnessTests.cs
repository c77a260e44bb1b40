using System;
using System.IO;
using System.Linq;
using System.Threading;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>Who asks much does not keep others from their answers.</summary>
public sealed class ServerFairnessTests : IDisposable
{
    private readonly ChangingSource source = new();

    [Fact]
    public void When_all_places_are_busy_the_next_answer_there_is_the_last_and_the_newcomer_gets_in()
    {
        using RunningServer server = new(source, maxConnections: 2);
        ServerClient[] busy = [server.Connect(), server.Connect()];
        using CancellationTokenSource over = new();
        Thread[] threads = [.. busy.Select(client => new Thread(() => AskOnAndOn(client, over.Token)))];
        Array.ForEach(threads, thread => thread.Start());
        for (int i = 0; i < 5; i++)
        {
            using ServerClient newcomer = server.Connect();
            Assert.Equal(200, newcomer.Ask("/metrics").Status);
        }

        over.Cancel();
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(busy, client => client.Dispose());
    }

    [Theory]
    [InlineData("/-/healthy")]
    [InlineData("/")]
    [InlineData("/nowhere")]
    public void A_head_full_of_requests_is_answered_one_by_one_and_others_are_not_kept_waiting(string path)
    {
        using RunningServer server = new(source);
        using ServerClient client = server.Connect();
        string request = ServerClient.Get(path);
        int count = Limits.HeadBytesInitial / request.Length;
        client.Send(string.Concat(Enumerable.Repeat(request, count)) + ServerClient.Get("/metrics"));
        using ServerClient other = server.Connect();
        Assert.Equal(200, other.Ask("/metrics").Status);
        int status = path == "/nowhere" ? 404 : 200;
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(status, client.Receive().Status);
        }

        Assert.Equal(200, client.Receive().Status);
        Assert.Equal(200, client.Ask("/metrics").Status);
    }

    public void Dispose() => source.Dispose();

    /// <summary>Asks again as soon as it has its answer, until the server has closed or it is over.</summary>
    private static void AskOnAndOn(ServerClient client, CancellationToken over)
    {
        try
        {
            while (!over.IsCancellationRequested && client.Ask("/metrics").Status == 200)
            {
            }
        }
        catch (IOException)
        {
            // Its place was another's turn.
        }
    }
}
