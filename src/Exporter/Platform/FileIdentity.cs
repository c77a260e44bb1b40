using System.Runtime.InteropServices;

namespace NetdevExporter.Platform;

/// <summary>
/// The inode, device, type, mode and size of a file: a part of struct statx.
/// </summary>
/// <remarks>
/// Source: statx(2). The base library's equivalent links time zones, and does not return the inode.
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
    private const int PipeType = 0x1000; // S_IFIFO
    private const int CharacterDeviceType = 0x2000; // S_IFCHR
    private const int BlockDeviceType = 0x6000; // S_IFBLK
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

    internal readonly bool IsPipe => (mode & TypeMask) == PipeType;

    internal readonly bool IsDevice => (mode & TypeMask) is CharacterDeviceType or BlockDeviceType;

    /// <summary>In bytes; some procfs files give it another meaning.</summary>
    internal readonly long Size => size;

    /// <summary>Whether users other than the owner and the group may read it.</summary>
    internal readonly bool IsWorldReadable => (mode & OthersRead) != 0;

    /// <summary>Whether they may write to it.</summary>
    internal readonly bool IsWorldWritable => (mode & OthersWrite) != 0;

    /// <summary>Reads the identity of the file at a path; follows symbolic links.</summary>
    /// <returns>false if statx(2) fails.</returns>
    internal static bool TryRead(string path, out FileIdentity identity) =>
        SystemCalls.Stat(path, 0, Mask, out identity);

    /// <summary>The same, for an open file.</summary>
    internal static bool TryRead(int descriptor, out FileIdentity identity) =>
        SystemCalls.Stat(descriptor, Mask, out identity);

    /// <summary>The same, without following a symbolic link at the path.</summary>
    internal static bool TryReadLink(string path, out FileIdentity identity) =>
        SystemCalls.Stat(path, NoFollow, Mask, out identity);

    /// <summary>Whether the inode numbers are equal; ignores the device.</summary>
    internal readonly bool HasSameInodeAs(in FileIdentity other) => inode == other.inode;

    internal readonly bool HasInode(ulong number) => inode == number;

    /// <summary>Whether the inode number is lower; ignores the device.</summary>
    internal readonly bool HasLowerInodeThan(in FileIdentity other) => inode < other.inode;

    internal readonly bool IsSameAs(in FileIdentity other) =>
        inode == other.inode && deviceMajor == other.deviceMajor && deviceMinor == other.deviceMinor;
}
