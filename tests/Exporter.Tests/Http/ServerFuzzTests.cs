using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>
/// A running server against the slow one: whatever bytes arrive, in whatever pieces, each answer is whole, in order,
/// of a reading that is not older than its request, and the connection ends when it should.
/// </summary>
public sealed class ServerFuzzTests
{
    /// <summary>
    /// A server is given up for a new one after so many requests; two of them are among the ordinary tests.
    /// </summary>
    private const int CasesPerServer = 10_000;

    [Fact]
    public void Damaged_requests_are_answered_as_the_slow_server_answers_them() =>
        Fuzzing.Run("server", 20_000, cases =>
        {
            FuzzFault? fault = null;
            for (int done = 0; done < cases && fault is null; done += CasesPerServer)
            {
                NumberedSource source = new();
                fault = FindFault(source, int.Min(CasesPerServer, cases - done), Fuzzing.Seed + done);
                fault = fault is null ? null : fault with { Case = done + fault.Case };
            }

            return fault;
        });

    [Fact]
    public void Every_request_of_the_corpus_is_answered_as_the_slow_server_answers_it()
    {
        NumberedSource source = new();
        using RunningServer server = new(source);
        foreach (string request in Corpus.Http)
        {
            using Conversation conversation = new(server.ConnectSocket(), source, request, [request.Length]);
            string? fault = conversation.SendPiece() ?? conversation.HalfClose() ?? conversation.ReceiveEnd();
            Assert.True(fault is null, $"{fault}\n{conversation}");
        }
    }

    /// <summary>The canary: it has to die, or the fuzzing above proves nothing.</summary>
    [Fact]
    public void A_server_that_serves_a_page_twice_is_found_within_5_000_requests() =>
        Assert.NotNull(FindFault(new StaleSource(), 5_000, Fuzzing.Seed));

    /// <summary>The canary: it has to die, or the fuzzing above proves nothing.</summary>
    [Fact]
    public void A_server_that_closes_connections_too_early_is_found_within_5_000_requests() =>
        Assert.NotNull(FindFault(new NumberedSource(), 5_000, Fuzzing.Seed, maxConnections: 8));

    private static FuzzFault? FindFault(
        NumberedSource source,
        int cases,
        int seed,
        int maxConnections = Limits.ConnectionsDefault)
    {
        using RunningServer server = new(source, maxConnections);
        ServerFuzzer fuzzer = new(server, source, seed, RequestFuzzTests.Mutate(seed));
        FuzzFault? fault = fuzzer.FindFault(cases);
        Assert.InRange(fuzzer.Voids, 0, 20);
        return fault;
    }
}
