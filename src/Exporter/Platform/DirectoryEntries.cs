using System;
using System.Runtime.InteropServices;

namespace NetdevExporter.Platform;

/// <summary>The entries of a directory, one by one: opendir(3), readdir(3).</summary>
/// <remarks>The base library's enumeration adds 30 KB to the executable, and allocates for each entry.</remarks>
internal readonly partial struct DirectoryEntries : IDisposable
{
    /// <summary>The longest name, NAME_MAX.</summary>
    internal const int NameBytesMax = 255;

    private const int NameOffset = 19; // d_name of struct dirent, with 64-bit offsets in glibc and musl

    private readonly nint directory;

    /// <param name="path">Ends with NUL.</param>
    internal DirectoryEntries(ReadOnlySpan<byte> path) => directory = Open(path);

    /// <param name="descriptor">An open directory, which is closed with this; below 0 if there is none.</param>
    internal DirectoryEntries(int descriptor) => directory = descriptor < 0 ? 0 : OpenDescriptor(descriptor);

    /// <summary>Whether the directory could be opened.</summary>
    internal bool IsOpen => directory != 0;

    /// <summary>Takes the next entry, of which . and .. are the first two in procfs.</summary>
    /// <param name="number">The number that its name is; 0 if it is none.</param>
    /// <returns>false if there are no more.</returns>
    internal bool TryTake(out int number)
    {
        number = 0;
        nint entry = IsOpen ? Read(directory) : 0;
        if (entry == 0)
        {
            return false;
        }

        int value = 0;
        for (int offset = NameOffset; value >= 0; offset++)
        {
            byte digit = Marshal.ReadByte(entry, offset);
            if (digit == 0)
            {
                number = value;
                break;
            }

            value = digit is >= (byte)'0' and <= (byte)'9' && value <= int.MaxValue / 100
                ? (value * 10) + digit - '0'
                : -1;
        }

        return true;
    }

    /// <summary>Takes the next entry.</summary>
    /// <param name="name">
    /// Receives the name and a NUL; has room for at least <see cref="NameBytesMax"/> + 1 bytes.
    /// </param>
    /// <param name="length">The name's length.</param>
    /// <returns>false if there are no more.</returns>
    internal bool TryTake(Span<byte> name, out int length)
    {
        length = 0;
        nint entry = IsOpen ? Read(directory) : 0;
        if (entry == 0)
        {
            return false;
        }

        while ((name[length] = Marshal.ReadByte(entry, NameOffset + length)) != 0)
        {
            length++;
        }

        return true;
    }

    public void Dispose()
    {
        if (IsOpen)
        {
            _ = Close(directory);
        }
    }

    [LibraryImport("libc", EntryPoint = "opendir")]
    private static partial nint Open(ReadOnlySpan<byte> path);

    [LibraryImport("libc", EntryPoint = "fdopendir")]
    private static partial nint OpenDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "readdir")]
    private static partial nint Read(nint directory);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int Close(nint directory);
}
