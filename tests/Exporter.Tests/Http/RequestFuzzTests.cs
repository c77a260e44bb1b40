using System.Linq;
using NetdevExporter.Http;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>The request parser against the slow one, on bytes that lie against a page that nobody may touch.</summary>
public sealed class RequestFuzzTests
{
    private static readonly string[] Pieces =
    [
        "\r", "\n", "\r\n", "\r\n\r\n", " ", "\t", ":", ": ", "\0", "\x7F", "\xE9", "/", "?", "#", "*", ",",
        "http://", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "Host: a\r\n", "Content-Length: 0\r\n",
        "Content-Length: 7\r\n", "Transfer-Encoding: chunked\r\n",
        "Connection: close\r\n", "Connection: keep-alive\r\n", "GET / HTTP/1.1\r\n", "0", "close", "keep-alive",
        "Accept-Encoding: gzip\r\n", "Accept-Encoding: ", "gzip", "x-gzip", "identity", ";q=0.5", "; q=1.000", ";", ".",
    ];

    /// <summary>
    /// What may follow a beginning: among these is something that completes any line that can be completed.
    /// </summary>
    private static readonly string[] Extensions =
    [
        "\r\n\r\n", "\n\r\n", "\n\r\n\r\n", "\r\nHost: a\r\n\r\n", "\nHost: a\r\n\r\n", ":\r\n\r\n",
        ":\r\nHost: a\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
        "\nGET / HTTP/1.0\r\n\r\n", " / HTTP/1.0\r\n\r\n", "/ HTTP/1.0\r\n\r\n", "HTTP/1.0\r\n\r\n",
        " HTTP/1.0\r\n\r\n", "TP/1.0\r\n\r\n", ".0\r\n\r\n", "0\r\n\r\n", "",
    ];

    private static readonly string[] Heads =
    [
        .. RequestParserTests.Valid.Select(row => row.Data.Item2),
        .. RequestParserRefusedTests.Bad.Select(row => row.Data.Item2),
    ];

    [Fact]
    public void Damaged_requests_are_read_as_the_slow_parser_reads_them()
    {
        int seed = Fuzzing.Seed;
        int cases = Fuzzing.Cases(100_000);
        Mutator mutator = new(seed, Heads, Pieces);
        using GuardedMemory memory = new(16 * 1024);
        for (int i = 0; i < cases; i++)
        {
            AssertSame(mutator.Next(), memory, $"seed {seed}, text {i}");
        }
    }

    [Fact]
    public void Every_beginning_of_a_request_is_read_as_the_slow_parser_reads_it()
    {
        using GuardedMemory memory = new(16 * 1024);
        foreach (string head in Heads)
        {
            for (int length = 0; length <= head.Length; length++)
            {
                AssertSame(head[..length], memory, "a beginning");
            }
        }
    }

    [Fact]
    public void A_request_byte_by_byte_ends_as_the_whole_does_and_never_changes_its_answer()
    {
        int seed = Fuzzing.Seed;
        Mutator mutator = new(seed, Heads, Pieces);
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
                Assert.All(Extensions, extension => Assert.Equal(first, FastRequest.Parse(text + extension)));
            }
        }
    }

    /// <summary>
    /// The same answer; or one that the slow parser, who waits for whole lines, comes to whatever follows.
    /// </summary>
    private static void AssertSame(string text, GuardedMemory memory, string where)
    {
        SlowRequest expected = SlowRequest.Parse(text);
        SlowRequest last = FastRequest.Parse(memory.LayLast(Latin1.Bytes(text)));
        SlowRequest first = FastRequest.Parse(memory.LayFirst(Latin1.Bytes(text)));
        Assert.True(last == first, $"{where}: other bytes behind it: {Latin1.Escape(text)}: {last}, then {first}");
        bool isEarly = expected.Status == RequestStatus.Incomplete
            && last.Status == RequestStatus.BadRequest
            && Extensions.All(extension => SlowRequest.Parse(text + extension).Status != RequestStatus.Complete);
        Assert.True(expected == last || isEarly, $"{where}: {Latin1.Escape(text)}: expected {expected}, got {last}");
    }
}
