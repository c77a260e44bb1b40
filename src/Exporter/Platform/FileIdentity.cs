using System.Runtime.InteropServices;

namespace NetdevExporter.Platform;

/// <summary>
/// Which file a path leads to, of what type it is, and what others may do with it: struct statx, of which four
/// members are read.
/// </summary>
/// <remarks>
/// Source: statx(2). The base library's way to ask brings time zones along, and does not tell the inode.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileIdentity
{
    private const uint Mask = 0x303; // STATX_TYPE | STATX_MODE | STATX_INO | STATX_SIZE
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int TypeMask = 0xF000; // S_IFMT
    private const int SocketType = 0xC000; // S_IFSOCK
    private const int DirectoryType = 0x4000; // S_IFDIR
    private const int RegularType = 0x8000; // S_IFREG
    private const int OthersRead = 0x4; // S_IROTH
    private const int OthersWrite = 0x2; // S_IWOTH

    [FieldOffset(28)]
    private readonly ushort mode;

    [FieldOffset(32)]
    private readonly ulong inode;

    [FieldOffset(40)]
    private readonly long size;

    [FieldOffset(136)]
    private readonly uint deviceMajor;

    [FieldOffset(140)]
    private readonly uint deviceMinor;

    internal readonly bool IsSocket => (mode & TypeMask) == SocketType;

    internal readonly bool IsDirectory => (mode & TypeMask) == DirectoryType;

    internal readonly bool IsRegularFile => (mode & TypeMask) == RegularType;

    /// <summary>In bytes; the kernel gives it another meaning in procfs.</summary>
    internal readonly long Size => size;

    /// <summary>Whether users may read it who neither own it nor are in its group.</summary>
    internal readonly bool IsWorldReadable => (mode & OthersRead) != 0;

    /// <summary>The same for writing.</summary>
    internal readonly bool IsWorldWritable => (mode & OthersWrite) != 0;

    /// <summary>Reads what a path leads to.</summary>
    /// <returns>false where there is nothing, or the kernel does not say.</returns>
    internal static bool TryRead(string path, out FileIdentity identity) =>
        SystemCalls.Stat(path, 0, Mask, out identity);

    /// <summary>The same for a file that is open.</summary>
    internal static bool TryRead(int descriptor, out FileIdentity identity) =>
        SystemCalls.Stat(descriptor, Mask, out identity);

    /// <summary>The same for the path itself where it is a symbolic link.</summary>
    internal static bool TryReadLink(string path, out FileIdentity identity) =>
        SystemCalls.Stat(path, NoFollow, Mask, out identity);

    /// <summary>Whether the inode numbers are equal, wherever the files are.</summary>
    internal readonly bool HasInodeOf(FileIdentity other) => inode == other.inode;

    /// <summary>Whether the inode number is the lower one, wherever the files are.</summary>
    internal readonly bool IsNumberedBelow(FileIdentity other) => inode < other.inode;

    internal readonly bool IsSameAs(FileIdentity other) =>
        inode == other.inode && deviceMajor == other.deviceMajor && deviceMinor == other.deviceMinor;
}
