using System;
using System.Runtime.InteropServices;

namespace NetdevExporter.Platform;

/// <summary>
/// Memory outside the managed heap, for data that grows with the host. realloc(3) grows a large buffer without a copy
/// or a second allocation, and freed memory returns to the system. A buffer shrinks only when told to.
/// </summary>
/// <remarks>
/// The only file with pointers to memory; other code uses spans, which are valid until the next TryGrow.
/// </remarks>
internal sealed unsafe partial class NativeBuffer : IDisposable
{
    private byte* start;

    /// <summary>Creates an empty buffer; <see cref="TryGrow"/> allocates memory.</summary>
    internal NativeBuffer()
    {
    }

    /// <exception cref="OutOfMemoryException">The system is out of memory.</exception>
    internal NativeBuffer(int length)
    {
        start = (byte*)NativeMemory.Alloc((nuint)length);
        Length = length;
    }

    /// <summary>The size in bytes.</summary>
    internal int Length { get; private set; }

    /// <summary>All bytes. Bytes that were not written are undefined.</summary>
    internal Span<byte> Bytes => new(start, Length);

    /// <summary>The address, for libraries that keep it across calls; valid until the next TryGrow.</summary>
    internal nint Address => (nint)start;

    /// <summary>The bytes as values of a type without references; an incomplete last value is left out.</summary>
    internal Span<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes);

    /// <summary>Grows to at least this length, and keeps the content; returns false if out of memory.</summary>
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

    /// <summary>Shrinks to this length, unless it is shorter, and keeps the beginning of the content.</summary>
    internal void Shrink(int length)
    {
        void* shrunk = length < Length ? Reallocate(start, (nuint)length) : null;
        if (shrunk is not null)
        {
            start = (byte*)shrunk;
            Length = length;
        }
    }

    /// <summary>Frees the memory; the buffer can grow again.</summary>
    public void Dispose()
    {
        NativeMemory.Free(start);
        start = null;
        Length = 0;
    }

    /// <summary>
    /// realloc(3). Unlike NativeMemory's, it does not throw: an exception needs memory, and without any it would end
    /// the process.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "realloc")]
    private static partial void* Reallocate(void* start, nuint length);
}
