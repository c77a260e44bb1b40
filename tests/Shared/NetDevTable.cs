using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace NetdevExporter.Shared;

/// <summary>
/// What a net/dev text says. <see cref="Parse"/> reads it in the slow and obvious way, on strings, and shares nothing
/// with the product.
/// </summary>
/// <param name="status"><c>Ok</c>, or why it is no table.</param>
/// <param name="skipped">How many lines are no interface, or one that was there before; empty ones are not.</param>
/// <param name="repeated">How many of these lines are one that was there before.</param>
/// <param name="firstRepeated">The name of the first of them.</param>
/// <param name="excluded">How many lines have a name that is left out, whatever else is in them.</param>
internal sealed class NetDevTable(
    string status,
    IReadOnlyList<NetDevRow> rows,
    int skipped,
    int repeated = 0,
    string firstRepeated = "",
    int excluded = 0)
{
    private const int LineBytesMax = 4096;
    private const int NumbersMax = 64;

    private static readonly string[] ReceiveWords =
        ["bytes", "packets", "errs", "drop", "fifo", "frame", "compressed", "multicast"];
    private static readonly string[] TransmitWords =
        ["bytes", "packets", "errs", "drop", "fifo", "colls", "carrier", "compressed"];
    private static readonly Regex Top = new(
        @"\A[^|]*\|[ \t]*(Receive|Transmit)[ \t]*\|[ \t]*(?!\1)(?:Receive|Transmit)[ \t]*\z");
    private static readonly Regex Words = new(@"\A[^|]*\|([^|]*)\|([^|]*)\z");
    private static readonly Regex Line =
        new(@"\A[ \t]*([^ \t\r]{1,127}):([^: \t\r]*(?:[ \t\r].*)?)\z", RegexOptions.Singleline);
    private static readonly Regex Digits = new(@"\A[0-9]{1,20}\z");

    internal string Status => status;

    internal bool IsOk => status == "Ok";

    internal IReadOnlyList<NetDevRow> Rows => rows;

    internal int Skipped => skipped;

    internal int Repeated => repeated;

    internal string FirstRepeated => firstRepeated;

    internal int Excluded => excluded;

    /// <param name="text">The file; its characters are its bytes.</param>
    /// <param name="keeps">Which names are not left out; null for all.</param>
    internal static NetDevTable Parse(string text, Func<string, bool>? keeps = null)
    {
        if (text.Length == 0)
        {
            return new NetDevTable("Empty", [], 0);
        }

        string[] parts = text.Split('\n');
        string[] lines = parts[..^1];
        int[]? columns = lines.Length < 2 ? null : ReadHeader(lines[0], lines[1]);
        if (columns is null)
        {
            bool isConverted = lines.Length >= 2 && lines[0].EndsWith('\r') && lines[1].EndsWith('\r')
                && ReadHeader(lines[0][..^1], lines[1][..^1]) is not null;
            return new NetDevTable(isConverted ? "ConvertedLineEnds" : "UnknownHeader", [], 0);
        }

        List<NetDevRow> rows = [];
        HashSet<string> names = [];
        List<string> repeated = [];
        int skipped = parts[^1].Length > 0 ? 1 : 0;
        int excluded = 0;
        foreach (string line in lines.Skip(2))
        {
            if (keeps is not null && Line.Match(line) is { Success: true } match && !keeps(match.Groups[1].Value))
            {
                excluded++;
                continue;
            }

            NetDevRow? row = ReadLine(line, columns);
            if (line.Trim(' ', '\t').Length == 0)
            {
                continue; // there is no interface in it to be missed
            }

            if (row is null)
            {
                skipped++;
            }
            else if (!names.Add(row.Name))
            {
                repeated.Add(row.Name);
            }
            else
            {
                rows.Add(row);
            }
        }

        return rows.Count + excluded == 0 && skipped > 0
            ? new NetDevTable("EveryLineSkipped", [], 0)
            : new NetDevTable(
                "Ok", rows, skipped + repeated.Count, repeated.Count, repeated.FirstOrDefault(""), excluded);
    }

    /// <summary>Everything, readable, for comparing.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(status).Append(", excluded ").Append(excluded).Append(", skipped ").Append(skipped);
        text.Append(", repeated ").Append(repeated).Append(' ').Append(Latin1.Escape(firstRepeated)).Append('\n');
        foreach (NetDevRow row in rows)
        {
            text.Append(Latin1.Escape(row.Name)).Append(": ").AppendJoin(' ', row.Values).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The numbers of the only row, one blank between them.</summary>
    internal string OnlyNumbers() => string.Join(' ', rows.Single().Values);

    /// <summary>The column of each number, -1 for a word that is unknown; null where it is not a header.</summary>
    private static int[]? ReadHeader(string top, string words)
    {
        Match directions = Top.Match(top);
        Match parts = Words.Match(words);
        if (!directions.Success || !parts.Success)
        {
            return null;
        }

        bool isReceiveFirst = directions.Groups[1].Value == "Receive";
        int[] columns =
        [
            .. ReadPart(parts.Groups[1].Value, isReceiveFirst), .. ReadPart(parts.Groups[2].Value, !isReceiveFirst),
        ];
        bool isWhole = Enumerable.Range(0, 16).All(column => columns.Count(other => other == column) == 1);
        return isWhole && columns.Length <= NumbersMax ? columns : null;
    }

    private static IEnumerable<int> ReadPart(string part, bool isReceive) =>
        part.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => Array.IndexOf(isReceive ? ReceiveWords : TransmitWords, word))
            .Select(index => index < 0 || isReceive ? index : index + 8);

    private static NetDevRow? ReadLine(string line, int[] columns)
    {
        Match match = Line.Match(line);
        if (line.Length > LineBytesMax || !match.Success)
        {
            return null;
        }

        string[] numbers = match.Groups[2].Value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (numbers.Length < columns.Length || !numbers.Take(columns.Length).All(IsU64))
        {
            return null;
        }

        string[] values = new string[16];
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] >= 0)
            {
                values[columns[i]] = numbers[i];
            }
        }

        return new NetDevRow(match.Groups[1].Value, values);
    }

    private static bool IsU64(string number) => Digits.IsMatch(number) && BigInteger.Parse(number) <= ulong.MaxValue;
}
