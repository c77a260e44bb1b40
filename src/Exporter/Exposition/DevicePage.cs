using System;
using NetdevExporter.Procfs;

namespace NetdevExporter.Exposition;

/// <summary>The sixteen families of a snapshot: the rows of the file become the columns of the page.</summary>
internal static class DevicePage
{
    /// <summary>Writes every family with its HELP, its TYPE and a sample for each device, in file order.</summary>
    /// <param name="snapshot">The devices; with none, a family is its HELP and TYPE alone.</param>
    /// <param name="scheme">How families and label are named.</param>
    /// <param name="labels">Caller's storage for the devices' labels, of at least <see cref="LabelBytesMax"/>.</param>
    /// <param name="labelEnds">Caller's storage for where each label ends; at least one a device.</param>
    /// <param name="page">Where to.</param>
    internal static void Write(
        NetDevSnapshot snapshot,
        NameScheme scheme,
        Span<byte> labels,
        Span<int> labelEnds,
        ref PageWriter page)
    {
        PageWriter labelWriter = new(labels);
        for (int device = 0; device < snapshot.Count; device++)
        {
            LabelWriter.WriteLabelEnd(ref labelWriter, snapshot.Name(device));
            labelEnds[device] = labelWriter.Length;
        }

        for (int column = 0; column < NetDevColumn.Count; column++)
        {
            page.Write(scheme.Heading(column));
            WriteSamples(snapshot, column, scheme.SampleStart(column), labels, labelEnds, ref page);
        }
    }

    /// <summary>Writes a family's samples: the hot loop, sixteen times a device.</summary>
    private static void WriteSamples(
        NetDevSnapshot snapshot,
        int column,
        ReadOnlySpan<byte> start,
        ReadOnlySpan<byte> labels,
        ReadOnlySpan<int> labelEnds,
        ref PageWriter page)
    {
        if (snapshot.Count == 0)
        {
            return;
        }

        int longest = start.Length + NetDevParser.DigitsMax + 1;
        Span<byte> room = page.Reserve((snapshot.Count * longest) + labelEnds[snapshot.Count - 1]);
        if (room.IsEmpty)
        {
            return;
        }

        int position = 0;
        int labelStart = 0;
        for (int device = 0; device < snapshot.Count; device++)
        {
            int labelEnd = labelEnds[device];
            start.CopyTo(room[position..]);
            position += start.Length;
            ShortCopy.Copy(labels, labelStart, labelEnd - labelStart, room[position..]);
            position += labelEnd - labelStart;
            position += snapshot.CopyValue(device, column, room[position..]);
            room[position++] = (byte)'\n';
            labelStart = labelEnd;
        }

        page.Advance(position);
    }

    /// <summary>How much room the labels of a text's devices need at most, whatever is in the names.</summary>
    internal static int LabelBytesMax(int textLength) => textLength * LabelWriter.BytesPerByteMax;
}
