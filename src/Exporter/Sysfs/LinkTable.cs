using System;
using System.Runtime.CompilerServices;
using NetdevExporter.Platform;

namespace NetdevExporter.Sysfs;

/// <summary>The interfaces of one reading of sysfs, in the directory's order. Owns its memory, and reuses it.</summary>
internal sealed class LinkTable : IDisposable
{
    private readonly NativeBuffer links = new();
    private readonly NativeBuffer texts = new();
    private int textLength;

    /// <summary>The number of interfaces.</summary>
    internal int Count { get; private set; }

    /// <summary>The number of names without a directory that can be opened.</summary>
    internal int UnreadableCount { get; set; }

    /// <summary>Whether the interfaces are those of this process's own network namespace.</summary>
    internal bool AreOwn { get; set; }

    /// <summary>When the reading began, in milliseconds on <see cref="Clock"/>; below 0 before the first one.</summary>
    internal long ReadAt { get; set; } = -1;

    /// <summary>How long the reading took.</summary>
    internal long DurationNanoseconds { get; set; }

    /// <summary>Why there are no interfaces; None if there are some.</summary>
    internal Errno Error { get; set; }

    /// <summary>The number of bytes of all texts.</summary>
    internal int TextLength => textLength;

    /// <summary>An interface.</summary>
    internal ref readonly Link this[int index] => ref links.As<Link>()[index];

    /// <summary>A text of an interface; valid until the next reading.</summary>
    internal ReadOnlySpan<byte> Text(int index, LinkText text) => texts.Bytes[this[index].TextRange(text)];

    /// <summary>Removes all interfaces.</summary>
    internal void Clear()
    {
        Count = 0;
        UnreadableCount = 0;
        textLength = 0;
        Error = Errno.None;
    }

    /// <summary>Adds an interface. The texts follow, in their order, with <see cref="TryAddText"/>.</summary>
    /// <returns>false if there are too many, or no memory for more.</returns>
    internal bool TryAdd(in Link link)
    {
        int length = (Count + 1) * Unsafe.SizeOf<Link>();
        if (Count == Limits.DevicesMax
            || (length > links.Length && !links.TryGrow(int.Max(length, links.Length * 2))))
        {
            return false;
        }

        ref Link added = ref links.As<Link>()[Count++];
        added = link;
        added.TextStart = textLength;
        return true;
    }

    /// <summary>Adds the next text of the last interface.</summary>
    /// <returns>false if there is no memory for it.</returns>
    internal bool TryAddText(LinkText text, ReadOnlySpan<byte> bytes)
    {
        int length = textLength + bytes.Length;
        int capacity = int.Max(length, int.Max(texts.Length * 2, Limits.LinkTextsInitial));
        if (length > texts.Length && !texts.TryGrow(capacity))
        {
            return false;
        }

        bytes.CopyTo(texts.Bytes[textLength..]);
        textLength = length;
        links.As<Link>()[Count - 1].SetTextLength(text, bytes.Length);
        return true;
    }

    /// <summary>Sets the kind of the last interface.</summary>
    internal void SetKind(LinkKind kind) => links.As<Link>()[Count - 1].Kind = kind;

    /// <summary>Sets what only a bond has, for the last interface.</summary>
    internal void SetBond(int slaves, int activeSlaves)
    {
        ref Link bond = ref links.As<Link>()[Count - 1];
        bond[LinkValue.Slaves] = slaves;
        bond[LinkValue.ActiveSlaves] = activeSlaves;
    }

    /// <summary>Removes the last interface.</summary>
    internal void RemoveLast() => textLength = links.As<Link>()[--Count].TextStart;

    public void Dispose()
    {
        links.Dispose();
        texts.Dispose();
    }
}
