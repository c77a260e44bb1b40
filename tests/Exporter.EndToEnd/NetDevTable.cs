using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;

namespace NetdevExporter.EndToEnd;

/// <summary>
/// What a net/dev text says, read in the slow and obvious way, for headers whose columns stand in the usual order.
/// </summary>
internal sealed class NetDevTable
{
    private NetDevTable(IReadOnlyList<NetDevRow> rows, int skipped)
    {
        Rows = rows;
        Skipped = skipped;
    }

    internal IReadOnlyList<NetDevRow> Rows { get; }

    /// <summary>How many lines are no interface, or one that was there before.</summary>
    internal int Skipped { get; }

    /// <param name="text">The file; its characters are its bytes.</param>
    internal static NetDevTable Parse(string text)
    {
        List<NetDevRow> rows = [];
        int skipped = 0;
        foreach (string line in text.Split('\n').SkipLast(1).Skip(2))
        {
            string name = line.TrimStart().Split(' ')[0];
            int colon = name.LastIndexOf(':');
            string label = colon > 0 ? ToLabel(Encoding.Latin1.GetBytes(name[..colon])) : "";
            string numbers = line[(line.IndexOf(name) + colon + 1)..];
            string[] values = numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (colon < 1 || values.Length < 16 || !values.Take(16).All(IsValue) || rows.Any(row => row.Label == label))
            {
                skipped++;
                continue;
            }

            rows.Add(new NetDevRow(label, values[..16]));
        }

        return new NetDevTable(rows, skipped);
    }

    /// <summary>
    /// A name as a label's value: UTF-8 as it is, every other byte as <c>/</c> and two hexadecimal digits.
    /// </summary>
    internal static string ToLabel(ReadOnlySpan<byte> name)
    {
        UTF8Encoding strict = new(false, throwOnInvalidBytes: true);
        StringBuilder label = new();
        while (!name.IsEmpty)
        {
            string? rune = null;
            int length = 0;
            while (rune is null && length < Math.Min(4, name.Length))
            {
                length++;
                try
                {
                    rune = strict.GetString(name[..length]);
                }
                catch (DecoderFallbackException)
                {
                    rune = null;
                }
            }

            label.Append(rune ?? $"/{name[0]:x2}");
            name = name[(rune is null ? 1 : length)..];
        }

        return label.ToString();
    }

    private static bool IsValue(string text) =>
        text.All(char.IsAsciiDigit) && BigInteger.Parse(text) <= ulong.MaxValue;
}
