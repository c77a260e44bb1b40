using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace NetdevExporter.Tests;

/// <summary>
/// Memory between two pages that nobody may touch: who reads or writes a byte too far ends the process.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int NoAccess = 0;
    private const int ReadAndWrite = 1 | 2;
    private const int PrivateAnonymous = 0x2 | 0x20;

    private readonly nint mapping;
    private readonly nuint mappingLength;
    private readonly int length;

    /// <param name="bytes">How many there are at least; rounded up to whole pages.</param>
    internal GuardedMemory(int bytes)
    {
        int pageSize = Environment.SystemPageSize;
        length = Math.Max(1, (bytes + pageSize - 1) / pageSize) * pageSize;
        mappingLength = (nuint)(length + (2 * pageSize));
        mapping = Map(0, mappingLength, NoAccess, PrivateAnonymous, -1, 0);
        if (mapping == -1 || Protect(mapping + pageSize, (nuint)length, ReadAndWrite) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    private Span<byte> All => new((void*)(mapping + Environment.SystemPageSize), length);

    /// <summary>The last bytes: the next one behind them is out of bounds.</summary>
    internal Span<byte> Last(int count) => All[(length - count)..];

    /// <summary>The first bytes: the one before them is out of bounds.</summary>
    internal Span<byte> First(int count) => All[..count];

    /// <summary>A copy of some bytes, laid against the end.</summary>
    internal ReadOnlySpan<byte> LayLast(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Last(bytes.Length));
        return Last(bytes.Length);
    }

    /// <summary>A copy of some bytes, laid against the beginning.</summary>
    internal ReadOnlySpan<byte> LayFirst(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(First(bytes.Length));
        return First(bytes.Length);
    }

    public void Dispose() => _ = Unmap(mapping, mappingLength);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
