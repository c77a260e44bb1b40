using System;
using System.Runtime.CompilerServices;

namespace NetdevExporter.Sysfs;

/// <summary>
/// One interface of a reading of sysfs: its numbers, and where its texts are. It contains no reference: an array of
/// links is plain memory.
/// </summary>
internal struct Link
{
    /// <summary>A number that the interface does not have, or that could not be read.</summary>
    internal const long Unknown = long.MinValue;

    private const int ValueCount = (int)LinkValue.ActiveSlaves + 1;
    private const int TextCount = (int)LinkText.Master + 1;

    private Values values;
    private Ends ends;

    /// <summary>What the interface is.</summary>
    internal LinkKind Kind { get; set; }

    /// <summary>Where the first of its texts begins.</summary>
    internal int TextStart { get; set; }

    /// <summary>A number; <see cref="Unknown"/> if there is none.</summary>
    internal long this[LinkValue key]
    {
        readonly get => values[(int)key];
        set => values[(int)key] = value;
    }

    /// <summary>Where a text is: it begins where the one before it ends.</summary>
    internal readonly Range TextRange(LinkText text)
    {
        int start = text == 0 ? 0 : ends[(int)text - 1];
        return (TextStart + start)..(TextStart + ends[(int)text]);
    }

    /// <summary>Records the length of a text; the texts are appended in their order.</summary>
    internal void SetTextLength(LinkText text, int length) =>
        ends[(int)text] = (ushort)((text == 0 ? 0 : ends[(int)text - 1]) + length);

    /// <summary>The numbers.</summary>
    [InlineArray(ValueCount)]
    private struct Values
    {
        private long first;
    }

    /// <summary>Where each text ends, relative to the first one's beginning.</summary>
    [InlineArray(TextCount)]
    private struct Ends
    {
        private ushort first;
    }
}
