using System;
using System.Runtime.InteropServices;

namespace NetdevExporter.Platform;

/// <summary>
/// Bytes outside the managed heap, for what grows with the host: realloc(3) grows a large one without copying and
/// without a moment in which both are there, and freed memory goes back to the system. It never shrinks but to
/// nothing.
/// </summary>
/// <remarks>
/// The one file with <c>unsafe</c> in it; everything else sees spans, which are good until the next TryGrow.
/// </remarks>
internal sealed unsafe partial class NativeBuffer : IDisposable
{
    private byte* start;

    /// <summary>Makes one of no bytes: memory is taken by <see cref="TryGrow"/>.</summary>
    internal NativeBuffer()
    {
    }

    /// <exception cref="OutOfMemoryException">The system has no memory.</exception>
    internal NativeBuffer(int length)
    {
        start = (byte*)NativeMemory.Alloc((nuint)length);
        Length = length;
    }

    /// <summary>How many bytes there are.</summary>
    internal int Length { get; private set; }

    /// <summary>All of them. What was not written yet holds anything.</summary>
    internal Span<byte> Bytes => new(start, Length);

    /// <summary>Where the first is, for what a library keeps across calls; good until the next TryGrow.</summary>
    internal nint Address => (nint)start;

    /// <summary>All of them as values of a type without references; a rest too small for one is left out.</summary>
    internal Span<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes);

    /// <summary>Makes it at least so long; what was written stays. False where the system has no more memory.</summary>
    internal bool TryGrow(int length)
    {
        if (length <= Length)
        {
            return true;
        }

        void* grown = Reallocate(start, (nuint)length);
        if (grown is null)
        {
            return false;
        }

        start = (byte*)grown;
        Length = length;
        return true;
    }

    /// <summary>Frees all of it; it can grow again.</summary>
    public void Dispose()
    {
        NativeMemory.Free(start);
        start = null;
        Length = 0;
    }

    /// <summary>
    /// realloc(3), as NativeMemory has it, but for the exception: to throw one takes memory, and without any it ends
    /// the process.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "realloc")]
    private static partial void* Reallocate(void* start, nuint length);
}
