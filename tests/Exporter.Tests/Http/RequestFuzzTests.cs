using System;
using System.Linq;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>The request parser against the slow one, on bytes that lie against a page that nobody may touch.</summary>
public sealed class RequestFuzzTests
{
    /// <summary>Three of these are more than the room for a head at first.</summary>
    private static readonly string LongField = "X: " + new string('x', 3000) + "\r\n";

    private static readonly string[] Pieces =
    [
        "\r", "\n", "\r\n", "\r\n\r\n", " ", "\t", ":", ": ", "\0", "\x7F", "\xE9", "/", "?", "#", "*", ",",
        "http://", "https://", "OPTIONS ", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "Host: a\r\n", "Content-Length: 0\r\n",
        "Content-Length: 7\r\n", LongField, "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: ", "chunked",
        "Connection: close\r\n", "Connection: keep-alive\r\n", "GET / HTTP/1.1\r\n", "0", "close", "keep-alive",
        "Accept-Encoding: gzip\r\n", "Accept-Encoding: ", "gzip", "x-gzip", "identity", ";q=0.5", "; q=1.000", ";", ".",
        "Authorization: Bearer a\r\n", "authorization:", "Bearer ", "/-/page.js", "If-None-Match: *\r\n",
        "if-none-match: ", "W/", "\"", "\"a\"", $"W/\"{Latin1.Text(PageFiles.ScriptTag)}\"",
    ];

    private static readonly string[] Heads =
    [
        .. RequestParserTests.Valid.Select(row => row.Data.Item2),
        .. RequestParserRefusedTests.Bad.Select(row => row.Data.Item2),
        .. Corpus.Http,
    ];

    /// <summary>Damages the requests of all tables and of the corpus.</summary>
    internal static Mutator Mutate(int seed) => new(seed, Heads, Pieces);

    [Fact]
    public void Damaged_requests_are_read_as_the_slow_parser_reads_them() =>
        Fuzzing.Run("request parser", 100_000, cases => FindFault(cases, FastRequest.Parse));

    /// <summary>The canary: it has to die, or the fuzzing above proves nothing.</summary>
    [Theory]
    [InlineData("takes two lengths", "Content-Length: 0\r\nContent-Length: 0\r\n", "Content-Length: 0\r\n")]
    [InlineData("takes a blank before a colon", " :", ":")]
    [InlineData("takes a fragment for a query", "#", "?")]
    public void A_parser_with_a_fault_is_found_within_100_000_texts(string why, string text, string takenFor)
    {
        FuzzFault? fault = FindFault(
            Fuzzing.CanaryCasesMax, bytes => FastRequest.Parse(Latin1.Text(bytes).Replace(text, takenFor)));
        Assert.True(fault is not null, $"seed {Fuzzing.Seed}: {why}");
    }

    [Fact]
    public void Every_beginning_of_a_request_is_read_as_the_slow_parser_reads_it()
    {
        using GuardedMemory memory = new(16 * 1024);
        foreach (string head in Heads)
        {
            for (int length = 0; length <= head.Length; length++)
            {
                string? fault = Compare(head[..length], memory, FastRequest.Parse);
                Assert.True(fault is null, $"{Latin1.Escape(head[..length])}: {fault}");
            }
        }
    }

    [Fact]
    public void A_request_byte_by_byte_ends_as_the_whole_does_and_never_changes_its_answer()
    {
        int seed = Fuzzing.Seed;
        Mutator mutator = Mutate(seed);
        foreach (string text in Heads.Concat(Enumerable.Range(0, 3_000).Select(_ => mutator.Next())))
        {
            SlowRequest first = FastRequest.Parse("");
            for (int length = 0; length <= text.Length && first.Status == RequestStatus.Incomplete; length++)
            {
                first = FastRequest.Parse(text[..length]);
            }

            Assert.True(FastRequest.Parse(text) == first, $"seed {seed}: {Latin1.Escape(text)}: {first}");
            if (first.Status != RequestStatus.Incomplete)
            {
                Assert.All(SlowRequest.Extensions, more => Assert.Equal(first, FastRequest.Parse(text + more)));
            }
        }
    }

    private static FuzzFault? FindFault(int cases, Func<ReadOnlySpan<byte>, SlowRequest> parse)
    {
        Mutator mutator = Mutate(Fuzzing.Seed);
        using GuardedMemory memory = new(64 * 1024);
        return Fuzzing.FindFirst(cases, mutator.Next, text => Compare(text, memory, parse));
    }

    /// <summary>
    /// Null for the same answer; or for one that the slow parser, who waits for whole lines, comes to whatever
    /// follows.
    /// </summary>
    private static string? Compare(string text, GuardedMemory memory, Func<ReadOnlySpan<byte>, SlowRequest> parse)
    {
        SlowRequest expected = SlowRequest.Parse(text);
        SlowRequest last = parse(memory.LayLast(Latin1.Bytes(text)));
        SlowRequest first = parse(memory.LayFirst(Latin1.Bytes(text)));
        bool isEarly = SlowRequest.IsHopeless(text) && last.Status == SlowRequest.FaultOf(text);
        return last != first ? $"other bytes behind it: {last}, then {first}"
            : expected != last && !isEarly ? $"expected {expected}, got {last}"
            : null;
    }
}
