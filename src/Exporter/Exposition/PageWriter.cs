using System;
using NetdevExporter.Devices;
using NetdevExporter.Platform;

namespace NetdevExporter.Exposition;

/// <summary>
/// Writes the page, family by family: the file is row-major (one line per device), the text format column-major (the
/// samples of a family together).
/// </summary>
internal static class PageWriter
{
    /// <summary>Writes every family of a table, in its order.</summary>
    /// <param name="reading">The source of the samples.</param>
    /// <param name="labels">
    /// Caller's storage for the devices' labels, of at least <see cref="LabelBytesMax"/> bytes.
    /// </param>
    /// <param name="labelEnds">Caller's storage for where each label ends; at least one per device.</param>
    /// <param name="page">Marked as overflowed if there was not enough room.</param>
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
            LabelWriter.WriteLabelEnd(ref labelWriter, reading.Devices.Name(device), reading.Aliases);
            labelEnds[device] = labelWriter.Length;
        }

        DeviceLabels deviceLabels = new(labels, labelEnds);
        foreach (Family family in families)
        {
            family.Write(reading, deviceLabels, ref page);
        }
    }

    /// <summary>
    /// The most bytes that the labels for a text can need, whatever the names and the aliases contain.
    /// </summary>
    /// <param name="aliases">What devices are called; null if by their names.</param>
    internal static int LabelBytesMax(int textLength, DeviceAliases? aliases = null) =>
        (textLength + (aliases?.Length ?? 0)) * LabelWriter.BytesPerByteMax;
}
