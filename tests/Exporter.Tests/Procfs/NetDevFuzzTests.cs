using System;
using System.Linq;
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
                string line = "eth0:" + new string(' ', blanks) + NetDevFixtures.Repeat(number) + "\n";
                AssertSame(
                    NetDevText.Header + line + NetDevText.Row("eth1"), memory, $"{blanks} blanks, {digits} digits");
            }
        }
    }

    [Fact]
    public void Damaged_fixtures_are_read_as_the_slow_parser_reads_them()
    {
        int seed = Fuzzing.Seed;
        int cases = Fuzzing.Cases(100_000);
        Mutator mutator = new(seed, NetDevFixtures.All.Values.ToArray(), Pieces);
        using GuardedMemory memory = new(64 * 1024);
        for (int i = 0; i < cases; i++)
        {
            AssertSame(mutator.Next(), memory, $"seed {seed}, text {i}");
        }
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

    private static void AssertSame(string text, GuardedMemory memory, string where)
    {
        byte[] bytes = Latin1.Bytes(text);
        string expected = SlowParser.Parse(text).ToString();
        string last = FastParser.Parse(memory.LayLast(bytes)).ToString();
        Assert.True(expected == last, $"{where}: {Latin1.Escape(text)}\nexpected {expected}\ngot {last}");
        string first = FastParser.Parse(memory.LayFirst(bytes)).ToString();
        Assert.True(
            expected == first,
            $"{where}, other bytes behind it: {Latin1.Escape(text)}\nexpected {expected}\ngot {first}");
    }
}
