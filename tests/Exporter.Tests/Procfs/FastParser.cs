using System;
using System.Collections.Generic;
using System.Numerics;
using NetdevExporter.Procfs;

namespace NetdevExporter.Tests.Procfs;

/// <summary>Runs the product's parser and takes what it found out of the borrowed memory.</summary>
internal static class FastParser
{
    /// <param name="devicesMax">How much storage the parser gets.</param>
    internal static Table Parse(ReadOnlySpan<byte> text, int devicesMax = 64)
    {
        NetDevLine[] lines = new NetDevLine[devicesMax];
        int[] buckets = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, devicesMax))];
        buckets.AsSpan().Fill(12345); // storage that was used before
        NetDevStatus status = NetDevParser.Parse(text, lines, buckets, out NetDevSnapshot snapshot);
        List<Device> devices = [];
        for (int device = 0; device < snapshot.Count; device++)
        {
            string[] values = new string[NetDevColumn.Count];
            for (int column = 0; column < values.Length; column++)
            {
                values[column] = Latin1.Text(snapshot.Value(device, column));
            }

            devices.Add(new Device(Latin1.Text(snapshot.Name(device)), values));
        }

        return new Table(status, devices, snapshot.SkippedLines);
    }

    internal static Table Parse(string text, int devicesMax = 64) => Parse(Latin1.Bytes(text), devicesMax);
}
