using System;
using NetdevExporter.Platform;
using NetdevExporter.Sysfs;

namespace NetdevExporter.Source;

/// <summary>Counts the interfaces of a bond, and those that the bond uses.</summary>
/// <remarks>
/// Source: linux/drivers/net/bonding/bond_sysfs.c and bond_sysfs_slave.c; links named <c>slave_…</c> are those of
/// Linux 3.12 and earlier.
/// </remarks>
internal static class BondReader
{
    /// <summary>Sets both numbers of the last interface of a table.</summary>
    /// <param name="directory">The bond's directory.</param>
    internal static void Read(int directory, LinkTable table)
    {
        Span<byte> room = stackalloc byte[Limits.BondSlavesBytesMax];
        ReadOnlySpan<byte> rest = AttributeText.Trim(LinkReader.ReadFile(directory, "bonding/slaves\0"u8, room));
        int slaves = 0;
        int active = 0;
        while (!rest.IsEmpty)
        {
            int blank = rest.IndexOf((byte)' ');
            ReadOnlySpan<byte> name = blank < 0 ? rest : rest[..blank];
            rest = blank < 0 ? default : rest[(blank + 1)..];
            slaves++;
            active += IsUp(directory, "lower_"u8, name) || IsUp(directory, "slave_"u8, name) ? 1 : 0;
        }

        table.SetBond(slaves, active);
    }

    private static bool IsUp(int directory, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name)
    {
        Span<byte> path = stackalloc byte[DirectoryEntries.NameBytesMax + 64];
        ByteWriter writer = new(path);
        writer.Write(prefix);
        writer.Write(name);
        writer.Write("/bonding_slave/mii_status\0"u8);
        Span<byte> room = stackalloc byte[16];
        return !writer.HasOverflowed
            && AttributeText.Trim(LinkReader.ReadFile(directory, path, room)).SequenceEqual("up"u8);
    }
}
