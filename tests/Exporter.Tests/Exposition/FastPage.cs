using System;
using System.Linq;
using System.Numerics;
using NetdevExporter.Exposition;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;

namespace NetdevExporter.Tests.Exposition;

/// <summary>
/// Runs the product from a file's text to the devices' page; text, labels and page lie against pages that nobody may
/// touch.
/// </summary>
internal sealed class FastPage : IDisposable
{
    private const int Bytes = 1024 * 1024;

    private readonly Family[][] families = [.. NameScheme.All.Select(Families.CreateDeviceFamilies)];
    private readonly GuardedMemory texts = new(Bytes);
    private readonly GuardedMemory labels = new(PageWriter.LabelBytesMax(Bytes));
    private readonly GuardedMemory pages = new(Bytes * 16);

    /// <summary>A page in as much storage as one could want; its characters are bytes.</summary>
    /// <param name="text">A file that can be shown.</param>
    /// <param name="scheme">Index of the name scheme.</param>
    internal string Write(string text, int scheme)
    {
        ReadOnlySpan<byte> page = Write(text, scheme, Bytes * 16, out bool hasOverflowed);
        return hasOverflowed ? throw new ArgumentException("too long", nameof(text)) : Latin1.Text(page);
    }

    /// <summary>A page in storage of a size, or what there is of it.</summary>
    internal ReadOnlySpan<byte> Write(string text, int scheme, int size, out bool hasOverflowed)
    {
        ReadOnlySpan<byte> bytes = texts.LayLast(Latin1.Bytes(text));
        int devicesMax = bytes.Count((byte)'\n') + 1;
        NetDevStatus status = NetDevParser.Parse(
            bytes,
            null,
            new NetDevLine[devicesMax],
            new int[BitOperations.RoundUpToPowerOf2((uint)devicesMax)],
            out NetDevSnapshot snapshot);
        if (status != NetDevStatus.Ok)
        {
            throw new ArgumentException("no table: " + status, nameof(text));
        }

        Span<byte> page = pages.Last(size);
        ByteWriter writer = new(page);
        Span<byte> room = labels.Last(PageWriter.LabelBytesMax(bytes.Length));
        PageWriter.Write(
            new Reading { Devices = snapshot }, families[scheme], room, new int[devicesMax], ref writer);
        hasOverflowed = writer.HasOverflowed;
        return page[..writer.Length];
    }

    public void Dispose()
    {
        texts.Dispose();
        labels.Dispose();
        pages.Dispose();
    }
}
