using System;
using System.Buffers.Text;

namespace NetdevExporter.Platform;

/// <summary>
/// Appends bytes to the caller's storage. Sticky: the first write that does not fit marks the writer as overflowed, and
/// later ones are ignored. A stage writes everything, and its caller checks once.
/// </summary>
internal ref struct ByteWriter
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly Span<byte> storage;

    internal ByteWriter(Span<byte> storage) => this.storage = storage;

    /// <summary>The number of bytes written.</summary>
    internal int Length { get; private set; }

    /// <summary>Whether a write did not fit; the content is then invalid.</summary>
    internal bool HasOverflowed { get; private set; }

    internal void Write(scoped ReadOnlySpan<byte> bytes)
    {
        if (!HasOverflowed && bytes.TryCopyTo(storage[Length..]))
        {
            Length += bytes.Length;
            return;
        }

        HasOverflowed = true;
    }

    /// <summary>
    /// Returns room to write into directly, or none if there is not enough. Call <see cref="Advance"/> with the number
    /// of bytes written.
    /// </summary>
    internal Span<byte> Reserve(int length)
    {
        HasOverflowed |= storage.Length - Length < length;
        return HasOverflowed ? default : storage[Length..];
    }

    /// <summary>Marks the first bytes of the reserved room as written.</summary>
    internal void Advance(int length) => Length += length;

    /// <summary>Discards everything after a position.</summary>
    /// <param name="length">At most <see cref="Length"/>.</param>
    internal void Truncate(int length) => Length = length;

    /// <summary>Writes a whole number in decimal.</summary>
    internal void WriteNumber(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        _ = Utf8Formatter.TryFormat(value, digits, out int count);
        Write(digits[..count]);
    }

    /// <summary>Writes nanoseconds as seconds, the unit of the text format, with nine decimals.</summary>
    /// <param name="nanoseconds">Not negative.</param>
    internal void WriteSeconds(long nanoseconds)
    {
        WriteNumber(nanoseconds / NanosecondsPerSecond);
        Span<byte> decimals = stackalloc byte[10];
        decimals[0] = (byte)'.';
        long rest = nanoseconds % NanosecondsPerSecond;
        for (int i = 9; i > 0; i--)
        {
            decimals[i] = (byte)('0' + (rest % 10));
            rest /= 10;
        }

        Write(decimals);
    }
}
