using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetdevExporter.Procfs;

/// <summary>
/// Finds the digits and blanks among 64 bytes at once, one bit per byte; the lowest bit is the first byte's.
/// </summary>
internal static class ByteClasses
{
    internal const int BlockBytes = 64;

    /// <summary>
    /// Classifies the bytes from a position on; bytes past the end of the text are neither digit nor blank.
    /// </summary>
    /// <param name="digits">A bit for each of <c>0</c> to <c>9</c>.</param>
    /// <param name="blanks">A bit for each space and HTAB.</param>
    internal static void Classify(ReadOnlySpan<byte> text, int position, out ulong digits, out ulong blanks)
    {
        if (text.Length - position >= BlockBytes)
        {
            ClassifyBlock(text.Slice(position, BlockBytes), out digits, out blanks);
            return;
        }

        Span<byte> block = stackalloc byte[BlockBytes];
        block.Clear();
        text[int.Min(position, text.Length)..].CopyTo(block);
        ClassifyBlock(block, out digits, out blanks);
    }

    private static void ClassifyBlock(ReadOnlySpan<byte> block, out ulong digits, out ulong blanks)
    {
        Classify(Vector128.Create(block), out uint digits0, out uint blanks0);
        Classify(Vector128.Create(block[16..]), out uint digits1, out uint blanks1);
        Classify(Vector128.Create(block[32..]), out uint digits2, out uint blanks2);
        Classify(Vector128.Create(block[48..]), out uint digits3, out uint blanks3);
        digits = digits0 | (digits1 << 16) | ((ulong)(digits2 | (digits3 << 16)) << 32);
        blanks = blanks0 | (blanks1 << 16) | ((ulong)(blanks2 | (blanks3 << 16)) << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Classify(Vector128<byte> bytes, out uint digits, out uint blanks)
    {
        Vector128<byte> offsets = bytes - Vector128.Create((byte)'0');
        Vector128<byte> spaces = Vector128.Equals(bytes, Vector128.Create((byte)' '));
        Vector128<byte> tabs = Vector128.Equals(bytes, Vector128.Create((byte)'\t'));
        digits = Vector128.Equals(Vector128.Min(offsets, Vector128.Create((byte)9)), offsets)
            .ExtractMostSignificantBits();
        blanks = (spaces | tabs).ExtractMostSignificantBits();
    }
}
