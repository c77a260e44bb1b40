using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text.RegularExpressions;
using NetdevExporter.Procfs;

namespace NetdevExporter.Tests.Procfs;

/// <summary>
/// The rules of design.md, section 4, once more: slow, obvious, on strings. Shares nothing with the product but the
/// statuses.
/// </summary>
internal static class SlowParser
{
    private static readonly string[] ReceiveWords =
        ["bytes", "packets", "errs", "drop", "fifo", "frame", "compressed", "multicast"];
    private static readonly string[] TransmitWords =
        ["bytes", "packets", "errs", "drop", "fifo", "colls", "carrier", "compressed"];
    private static readonly Regex Top = new(@"\A *Inter- *\| *Receive *\| *Transmit *\z");
    private static readonly Regex Words = new(@"\A *face *\|([^|]*)\|([^|]*)\z");
    private static readonly Regex Line =
        new(@"\A[ \t]*([^ \t]{1,127}):([^: \t]*(?:[ \t].*)?)\z", RegexOptions.Singleline);
    private static readonly Regex Digits = new(@"\A[0-9]{1,20}\z");

    internal static Table Parse(string text)
    {
        if (text.Length == 0)
        {
            return new Table(NetDevStatus.Empty, [], 0);
        }

        string[] parts = text.Split('\n');
        string[] lines = parts[..^1];
        int[]? columns = lines.Length < 2 ? null : ReadHeader(lines[0], lines[1]);
        if (columns is null)
        {
            return new Table(NetDevStatus.UnknownHeader, [], 0);
        }

        List<Device> devices = [];
        int skipped = parts[^1].Length > 0 ? 1 : 0;
        foreach (string line in lines.Skip(2))
        {
            Device? device = ReadLine(line, columns);
            if (device is null || devices.Exists(other => other.Name == device.Name))
            {
                skipped++;
            }
            else
            {
                devices.Add(device);
            }
        }

        return devices.Count == 0 && skipped > 0
            ? new Table(NetDevStatus.EveryLineSkipped, [], 0)
            : new Table(NetDevStatus.Ok, devices, skipped);
    }

    /// <summary>The column of each number, -1 for a word that is unknown; null where it is not a header.</summary>
    private static int[]? ReadHeader(string top, string words)
    {
        Match match = Words.Match(words);
        if (!Top.IsMatch(top) || !match.Success)
        {
            return null;
        }

        string[] receive = match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] transmit = match.Groups[2].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int[] columns =
        [
            .. receive.Select(word => Array.IndexOf(ReceiveWords, word)),
            .. transmit.Select(word => Array.IndexOf(TransmitWords, word)).Select(index => index < 0 ? -1 : index + 8),
        ];
        bool isWhole = Enumerable.Range(0, 16).All(column => columns.Count(other => other == column) == 1);
        return isWhole && columns.Length <= NetDevHeader.NumbersMax ? columns : null;
    }

    private static Device? ReadLine(string line, int[] columns)
    {
        Match match = Line.Match(line);
        if (line.Length > NetDevParser.LineBytesMax || !match.Success)
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

        return new Device(match.Groups[1].Value, values);
    }

    private static bool IsU64(string number) => Digits.IsMatch(number) && BigInteger.Parse(number) <= ulong.MaxValue;
}
