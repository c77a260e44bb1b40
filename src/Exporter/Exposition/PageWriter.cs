using System;
using NetdevExporter.Platform;

namespace NetdevExporter.Exposition;

/// <summary>
/// Writes the page, family by family: the file is row-major (a line a device), the text format column-major (a family's
/// samples together).
/// </summary>
internal static class PageWriter
{
    /// <summary>Writes every family of a table, in its order.</summary>
    /// <param name="reading">What the samples are taken from.</param>
    /// <param name="labels">
    /// Caller's storage for the devices' labels, of at least <see cref="LabelBytesMax"/> bytes.
    /// </param>
    /// <param name="labelEnds">Caller's storage for the position where each label ends; at least one a device.</param>
    /// <param name="page">Has overflowed afterwards if there was not enough room.</param>
    internal static void Write(
        in Reading reading,
        ReadOnlySpan<Family> families,
        Span<byte> labels,
        Span<int> labelEnds,
        ref ByteWriter page)
    {
        ByteWriter labelWriter = new(labels);
        for (int device = 0; device < reading.Devices.Count; device++)
        {
            LabelWriter.WriteLabelEnd(ref labelWriter, reading.Devices.Name(device));
            labelEnds[device] = labelWriter.Length;
        }

        DeviceLabels deviceLabels = new(labels, labelEnds);
        foreach (Family family in families)
        {
            family.Write(reading, deviceLabels, ref page);
        }
    }

    /// <summary>The most bytes that the labels of a text's devices need, whatever is in the names.</summary>
    internal static int LabelBytesMax(int textLength) => textLength * LabelWriter.BytesPerByteMax;
}
