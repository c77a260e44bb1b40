using System;
using System.Collections.Generic;
using System.Numerics;
using NetdevExporter.Devices;
using NetdevExporter.Procfs;

namespace NetdevExporter.Tests.Procfs;

/// <summary>Runs the product's parser and takes what it found out of the borrowed memory.</summary>
internal static class FastParser
{
    /// <param name="devicesMax">How much storage the parser gets.</param>
    /// <param name="filter">Which devices are parsed; null for all.</param>
    internal static NetDevTable Parse(ReadOnlySpan<byte> text, int devicesMax = 64, DeviceFilter? filter = null)
    {
        NetDevLine[] lines = new NetDevLine[devicesMax];
        int[] buckets = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, devicesMax))];
        buckets.AsSpan().Fill(12345); // storage that was used before
        NetDevStatus status = NetDevParser.Parse(text, filter, lines, buckets, out NetDevSnapshot snapshot);
        List<NetDevRow> rows = [];
        for (int device = 0; device < snapshot.Count; device++)
        {
            string[] values = new string[NetDevColumn.Count];
            for (int column = 0; column < values.Length; column++)
            {
                values[column] = Latin1.Text(snapshot.Value(device, column));
            }

            rows.Add(new NetDevRow(Latin1.Text(snapshot.Name(device)), values));
        }

        return new NetDevTable(
            status.ToString(), rows, snapshot.SkippedLines, snapshot.RepeatedNames,
            Latin1.Text(snapshot.FirstRepeatedName), snapshot.ExcludedLines);
    }

    internal static NetDevTable Parse(string text, int devicesMax = 64, DeviceFilter? filter = null) =>
        Parse(Latin1.Bytes(text), devicesMax, filter);
}
