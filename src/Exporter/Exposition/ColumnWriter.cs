using System;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;

namespace NetdevExporter.Exposition;

/// <summary>Writes the samples of a family whose values are a column of the net/dev file.</summary>
internal static class ColumnWriter
{
    /// <summary>Writes one sample per device. The hot loop: it runs sixteen times per device.</summary>
    /// <param name="column">An index into <see cref="NetDevColumn.All"/>.</param>
    /// <returns>Always true: without devices, the page still has HELP and TYPE.</returns>
    internal static bool Write(
        int column,
        ReadOnlySpan<byte> sampleStart,
        in Reading reading,
        in DeviceLabels labels,
        ref ByteWriter page)
    {
        NetDevSnapshot devices = reading.Devices;
        if (devices.Count == 0)
        {
            return true;
        }

        ReadOnlySpan<byte> labelBytes = labels.Bytes;
        ReadOnlySpan<int> labelEnds = labels.Ends;
        int sampleBytesMax = sampleStart.Length + NetDevParser.DigitsMax + 1;
        Span<byte> room = page.Reserve((devices.Count * sampleBytesMax) + labelEnds[devices.Count - 1]);
        if (room.IsEmpty)
        {
            return true;
        }

        int position = 0;
        int labelStart = 0;
        for (int device = 0; device < devices.Count; device++)
        {
            int labelEnd = labelEnds[device];
            sampleStart.CopyTo(room[position..]);
            position += sampleStart.Length;
            ShortCopy.Copy(labelBytes, labelStart, labelEnd - labelStart, room[position..]);
            position += labelEnd - labelStart;
            position += devices.CopyValue(device, column, room[position..]);
            room[position++] = (byte)'\n';
            labelStart = labelEnd;
        }

        page.Advance(position);
        return true;
    }
}
