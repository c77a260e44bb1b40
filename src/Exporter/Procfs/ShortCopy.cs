using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetdevExporter.Procfs;

/// <summary>Copies a few bytes, as one load and one store where that can be.</summary>
/// <remarks>
/// Names and numbers have ten bytes; the general copy takes longer to find out how many than to copy them.
/// </remarks>
internal static class ShortCopy
{
    /// <summary>
    /// Copies a slice of a text; what stands behind it in the room may be overwritten, up to sixteen bytes in all.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy(ReadOnlySpan<byte> text, int start, int length, Span<byte> room)
    {
        if (length <= Vector128<byte>.Count && text.Length - start >= Vector128<byte>.Count)
        {
            Vector128.Create(text.Slice(start, Vector128<byte>.Count)).CopyTo(room);
        }
        else
        {
            text.Slice(start, length).CopyTo(room);
        }
    }
}
