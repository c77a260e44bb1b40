using System;
using NetdevExporter.Exposition;
using Xunit;

namespace NetdevExporter.Tests.Exposition;

/// <summary>The page writer against the slow one, in storage that ends where nobody may touch.</summary>
public sealed class DevicePageFuzzTests : IDisposable
{
    private static readonly string[] Pieces =
    [
        "\"", "\\", "/", "{", "}", "\n", "\x7F", "\xC3\xA9", "\xFF", "\xE2\x82", "\xED\xA0\x80", "\xF0\x9F\x98\x80",
        "\xF4\x90\x80\x80", "0", "18446744073709551615", "\n" + NetDevText.Row("eth0"), "\n" + NetDevText.Row("\xFE\\"),
    ];

    private readonly FastPage fast = new();

    /// <summary>Writes a text in a name scheme; the last number is how much storage there is.</summary>
    private delegate ReadOnlySpan<byte> Writer(string text, int scheme, int size, out bool hasOverflowed);

    [Fact]
    public void Damaged_fixtures_become_the_pages_that_the_slow_writer_writes() =>
        Fuzzing.Run("page writer", 20_000, cases => FindFault(cases, fast.Write));

    /// <summary>The canary: it has to die, or the fuzzing above proves nothing.</summary>
    [Theory]
    [InlineData("leaves a quote as it is", "\"", "\\\"")]
    [InlineData("says nothing of a backslash", "\\", "")]
    [InlineData("writes another number", "18446744073709551615", "0")]
    public void A_writer_with_a_fault_is_found_within_100_000_pages(string why, string text, string takenFor)
    {
        FuzzFault? fault = FindFault(
            Fuzzing.CanaryCasesMax,
            (string file, int scheme, int size, out bool hasOverflowed) =>
            {
                string taken = file.Replace(text, takenFor); // which may be no table: a name can get too long
                return fast.Write(NetDevTable.Parse(taken).IsOk ? taken : file, scheme, size, out hasOverflowed);
            });
        Assert.True(fault is not null, $"seed {Fuzzing.Seed}: {why}");
    }

    public void Dispose() => fast.Dispose();

    private static FuzzFault? FindFault(int cases, Writer write)
    {
        Mutator mutator = new(Fuzzing.Seed, [.. NetDevFixtures.All.Values, .. Corpus.NetDev], Pieces);
        Random random = new(Fuzzing.Seed);
        return Fuzzing.FindFirst(cases, () => NextTable(mutator), text => Compare(text, random, write));
    }

    /// <summary>A damaged text that is still a table.</summary>
    private static string NextTable(Mutator mutator)
    {
        while (true)
        {
            string text = mutator.Next();
            if (NetDevTable.Parse(text).IsOk)
            {
                return text;
            }
        }
    }

    /// <summary>
    /// Compares the page in as much storage as it asks for, and what there is of it in less, which must be told.
    /// </summary>
    private static string? Compare(string text, Random random, Writer write)
    {
        int scheme = random.Next(NameScheme.All.Length);
        NetDevTable table = NetDevTable.Parse(text);
        string expected = SlowPage.Write(table.Rows, scheme);

        // A family's room is asked for as if all its values had all their digits.
        int enough = expected.Length + (table.Rows.Count * NetDevText.UlongMax.Length);
        string page = Latin1.Text(write(text, scheme, enough, out bool hasOverflowed));
        if (hasOverflowed || page != expected)
        {
            return $"scheme {scheme}, {enough} bytes, overflow {hasOverflowed}: expected {expected}\ngot {page}";
        }

        int less = random.Next(expected.Length);
        string beginning = Latin1.Text(write(text, scheme, less, out hasOverflowed));
        return hasOverflowed && expected.StartsWith(beginning)
            ? null
            : $"scheme {scheme}, {less} bytes, overflow {hasOverflowed}: expected {expected}\ngot {beginning}";
    }
}
