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
            ReadOnlySpan<byte> start = scheme.SampleStart(column);
            int labelStart = 0;
            for (int device = 0; device < snapshot.Count; device++)
            {
                int labelEnd = labelEnds[device];
                page.WriteSample(start, labels[labelStart..labelEnd], snapshot.Value(device, column));
                labelStart = labelEnd;
            }
        }
    }

    /// <summary>How much room the labels of a text's devices need at most, whatever is in the names.</summary>
    internal static int LabelBytesMax(int textLength) => textLength * LabelWriter.BytesPerByteMax;
}
