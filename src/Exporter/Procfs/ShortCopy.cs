using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetdevExporter.Procfs;

/// <summary>Copies a few bytes, with one load and one store if possible.</summary>
/// <remarks>
/// Names and numbers have about ten bytes; the general copy spends longer on the length than on copying.
/// </remarks>
internal static class ShortCopy
{
    /// <summary>
    /// Copies a slice of a text; may overwrite up to sixteen bytes of the room in total.
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
