using System;
using Xunit;

namespace NetdevExporter.Tests.Procfs;

/// <summary>The parser against the slow one, on texts that lie against a page that nobody may touch.</summary>
public sealed class NetDevFuzzTests
{
    private static readonly string[] Pieces =
    [
        ":", ": ", " ", "\t", "\n", "\0", "\r", "|", "-", "0", "18446744073709551615",
        "18446744073709551616", "000000000000000000001", "bytes ", "compressed ", "eth0", "eth0:",
        "No statistics available.", "\xFF", "\"",
        "\n" + NetDevText.Row("eth0"), NetDevText.Words,
    ];

    public static TheoryData<string> Fixtures => new(NetDevFixtures.All.Keys);

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Every_prefix_of_a_fixture_is_read_as_the_slow_parser_reads_it(string fixture)
    {
        string text = NetDevFixtures.All[fixture];
        using GuardedMemory memory = new(text.Length);
        for (int length = 0; length <= text.Length; length++)
        {
            AssertSame(text[..length], memory, $"{length} bytes of it");
        }
    }

    /// <summary>A parser that takes blocks of bytes must not care where a block ends.</summary>
    [Fact]
    public void Numbers_of_any_length_are_found_wherever_they_stand()
    {
        using GuardedMemory memory = new(64 * 1024);
        for (int blanks = 0; blanks <= 130; blanks++)
        {
            for (int digits = 1; digits <= 21; digits++)
            {
                string number = new('1', digits);
                string line = "eth0:" + new string(' ', blanks) + NetDevText.Repeat(number) + "\n";
                AssertSame(
                    NetDevText.Header + line + NetDevText.Row("eth1"), memory, $"{blanks} blanks, {digits} digits");
            }
        }
    }

    [Fact]
    public void Every_file_of_the_corpus_is_read_as_the_slow_parser_reads_it()
    {
        using GuardedMemory memory = new(64 * 1024);
        Assert.NotEmpty(Corpus.NetDev);
        Assert.All(Corpus.NetDev, text => AssertSame(text, memory, "corpus"));
    }

    [Fact]
    public void Damaged_fixtures_are_read_as_the_slow_parser_reads_them() =>
        Fuzzing.Run("net/dev parser", 100_000, cases => FindFault(cases, bytes => FastParser.Parse(bytes)));

    /// <summary>The canary: it has to die, or the fuzzing above proves nothing.</summary>
    [Theory]
    [InlineData("takes one more than the largest number", "18446744073709551616", "18446744073709551615")]
    [InlineData("takes a carriage return for a blank", "\r", " ")]
    [InlineData("takes NUL for a blank", "\0", " ")]
    public void A_parser_with_a_fault_is_found_within_100_000_texts(string why, string text, string takenFor)
    {
        FuzzFault? fault = FindFault(
            Fuzzing.CanaryCasesMax, bytes => FastParser.Parse(Latin1.Text(bytes).Replace(text, takenFor)));
        Assert.True(fault is not null, $"seed {Fuzzing.Seed}: {why}");
    }

    [Fact]
    public void Any_bytes_behind_a_header_are_read_as_the_slow_parser_reads_them()
    {
        int seed = Fuzzing.Seed;
        Random random = new(seed);
        using GuardedMemory memory = new(4096);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            AssertSame(NetDevText.Header + Latin1.Text(bytes), memory, $"seed {seed}, text {i}");
        }
    }

    private static FuzzFault? FindFault(int cases, Func<ReadOnlySpan<byte>, NetDevTable> parse)
    {
        Mutator mutator = new(Fuzzing.Seed, [.. NetDevFixtures.All.Values, .. Corpus.NetDev], Pieces);
        using GuardedMemory memory = new(64 * 1024);
        return Fuzzing.FindFirst(cases, mutator.Next, text => Compare(text, memory, parse));
    }

    private static void AssertSame(string text, GuardedMemory memory, string where)
    {
        string? difference = Compare(text, memory, bytes => FastParser.Parse(bytes));
        Assert.True(difference is null, $"{where}: {Latin1.Escape(text)}\n{difference}");
    }

    private static string? Compare(string text, GuardedMemory memory, Func<ReadOnlySpan<byte>, NetDevTable> parse)
    {
        byte[] bytes = Latin1.Bytes(text);
        string expected = NetDevTable.Parse(text).ToString();
        string last = parse(memory.LayLast(bytes)).ToString();
        string first = parse(memory.LayFirst(bytes)).ToString();
        return expected != last ? $"expected {expected}\ngot {last}"
            : expected != first ? $"other bytes behind it: expected {expected}\ngot {first}"
            : null;
    }
}
