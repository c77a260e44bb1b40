using System;
using System.Buffers.Text;

namespace NetdevExporter.Platform;

/// <summary>
/// Writes bytes one behind the other into the caller's storage. Sticky: the first write that does not fit marks it as
/// overflowed, and all others are ignored, so that a stage writes everything and its caller checks once.
/// </summary>
internal ref struct ByteWriter
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly Span<byte> storage;

    internal ByteWriter(Span<byte> storage) => this.storage = storage;

    /// <summary>How many bytes were written.</summary>
    internal int Length { get; private set; }

    /// <summary>Whether something did not fit; what is in the storage is then of no use.</summary>
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
    /// Gives room to write into directly; none where there is not enough. What was written is told to <see
    /// cref="Advance"/>.
    /// </summary>
    internal Span<byte> Reserve(int length)
    {
        HasOverflowed |= storage.Length - Length < length;
        return HasOverflowed ? default : storage[Length..];
    }

    /// <summary>Takes the first bytes of reserved room as written.</summary>
    internal void Advance(int length) => Length += length;

    /// <summary>Takes back everything behind a position.</summary>
    /// <param name="length">At most <see cref="Length"/>.</param>
    internal void Truncate(int length) => Length = length;

    /// <summary>Writes a whole number in decimal.</summary>
    internal void WriteNumber(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        _ = Utf8Formatter.TryFormat(value, digits, out int count);
        Write(digits[..count]);
    }

    /// <summary>Writes nanoseconds as seconds with nine decimals, which is how the format wants its units.</summary>
    /// <param name="nanoseconds">Not below 0.</param>
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
