using System;
using NetdevExporter.Devices;
using NetdevExporter.Platform;
using NetdevExporter.Sysfs;

namespace NetdevExporter.Exposition;

/// <summary>The names of a table's interfaces, written once as the end of the labels. Owns their memory.</summary>
/// <param name="aliases">What they are called; null for their names.</param>
internal sealed class LinkLabels(DeviceAliases? aliases = null) : IDisposable
{
    private readonly NativeBuffer labels = new();
    private readonly NativeBuffer ends = new();

    /// <summary>The labels that were written last; valid until the next writing.</summary>
    internal DeviceLabels Labels => new(labels.Bytes, ends.As<int>());

    /// <summary>Writes the labels of all interfaces; returns false if out of memory.</summary>
    internal bool TryWrite(LinkTable links)
    {
        int length = PageWriter.LabelBytesMax(links.TextLength + (links.Count * LabelWriter.EndLength), aliases);
        if (!labels.TryGrow(length) || !ends.TryGrow(links.Count * sizeof(int)))
        {
            return false;
        }

        ByteWriter writer = new(labels.Bytes);
        for (int i = 0; i < links.Count; i++)
        {
            LabelWriter.WriteLabelEnd(ref writer, links.Text(i, LinkText.Name), aliases);
            ends.As<int>()[i] = writer.Length;
        }

        return true;
    }

    public void Dispose()
    {
        labels.Dispose();
        ends.Dispose();
    }
}
