using System;
using NetdevExporter.Platform;
using NetdevExporter.Sysfs;

namespace NetdevExporter.Source;

/// <summary>Reads the directory of one interface: its numbers, its texts and its kind.</summary>
/// <remarks>
/// A file is read by openat(2) below the interface's directory, pread(2) and close(2). Each of them may wait for the
/// lock of the whole network configuration (rtnl_trylock() and restart_syscall() in linux/net/core/net-sysfs.c).
/// </remarks>
internal static class LinkReader
{
    /// <summary>How a directory is opened to open what is in it: O_PATH and O_CLOEXEC.</summary>
    internal const int OpenDirectory = 0x200000 | 0x80000;

    private const int OpenFile = 0x80000 | 0x100; // O_RDONLY | O_CLOEXEC | O_NOCTTY

    /// <summary>The longest alias, 255 bytes (IFALIASZ in linux/include/uapi/linux/if.h), and its line end.</summary>
    private const int TextBytesMax = 256;

    /// <summary>Adds an interface to the table.</summary>
    /// <param name="name">Ends with NUL.</param>
    internal static void Read(int parent, ReadOnlySpan<byte> name, LinkTable table, LinkTable before)
    {
        int directory = SystemCalls.OpenAt(parent, name, OpenDirectory, 0);
        if (directory < 0)
        {
            table.UnreadableCount++;
            return;
        }

        Link link = default;
        for (LinkValue value = 0; value <= LinkValue.NoHandler; value++)
        {
            link[value] = ReadNumber(directory, FileOf(value));
        }

        link[LinkValue.Slaves] = Link.Unknown;
        link[LinkValue.ActiveSlaves] = Link.Unknown;
        if (!table.TryAdd(link))
        {
            table.Error = Errno.ENOMEM;
        }
        else if (!TryReadTexts(directory, name[..^1], table))
        {
            table.Error = Errno.ENOMEM;
            table.RemoveLast();
        }
        else
        {
            ReadKind(directory, table, before);
            if (ReadNumber(directory, FileOf(LinkValue.Index)) != link[LinkValue.Index]
                || link[LinkValue.Index] == Link.Unknown)
            {
                // It has disappeared, and the rest may be incomplete; or it is a file, such as bonding_masters.
                table.RemoveLast();
            }
        }

        _ = SystemCalls.Close(directory);
    }

    private static bool TryReadTexts(int directory, ReadOnlySpan<byte> name, LinkTable table)
    {
        Span<byte> room = stackalloc byte[TextBytesMax];
        bool isDone = table.TryAddText(LinkText.Name, name);
        for (LinkText text = LinkText.Address; text <= LinkText.Alias; text++)
        {
            isDone = isDone && table.TryAddText(text, AttributeText.Trim(ReadFile(directory, FileOf(text), room)));
        }

        nint length = SystemCalls.ReadLink(directory, "master\0"u8, room, (nuint)room.Length);
        ReadOnlySpan<byte> master = room[..(int)nint.Max(length, 0)];
        return isDone && table.TryAddText(LinkText.Master, master[(master.LastIndexOf((byte)'/') + 1)..]);
    }

    /// <summary>
    /// Determines the kind of the last interface, unless the reading before has it at the same place: a kind does not
    /// change. Reads what only bonds have.
    /// </summary>
    private static void ReadKind(int directory, LinkTable table, LinkTable before)
    {
        int index = table.Count - 1;
        ref readonly Link link = ref table[index];
        bool isKnown = index < before.Count
            && before[index][LinkValue.Index] == link[LinkValue.Index]
            && before[index][LinkValue.Peer] == link[LinkValue.Peer]
            && before.Text(index, LinkText.Name).SequenceEqual(table.Text(index, LinkText.Name));
        LinkKind kind = isKnown ? before[index].Kind : FindKind(directory, link);
        table.SetKind(kind);
        if (kind == LinkKind.Bond)
        {
            BondReader.Read(directory, table);
        }
    }

    private static LinkKind FindKind(int directory, in Link link)
    {
        Span<byte> room = stackalloc byte[TextBytesMax];
        LinkEvidence evidence = new()
        {
            HasTunFlags = Exists(directory, "tun_flags\0"u8),
            HasDevice = Exists(directory, "device\0"u8),
            HasLower = HasLower(directory),
        };
        return evidence.Decide(ReadFile(directory, "uevent\0"u8, room), link);
    }

    private static bool HasLower(int directory)
    {
        int opened = SystemCalls.OpenAt(directory, ".\0"u8, OpenFile, 0);
        using DirectoryEntries entries = new(opened);
        Span<byte> name = stackalloc byte[DirectoryEntries.NameBytesMax + 1];
        while (entries.TryTake(name, out int length))
        {
            if (name[..length].StartsWith("lower_"u8))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether there is a link or a file: readlinkat(2) answers EINVAL for a file.</summary>
    private static bool Exists(int directory, ReadOnlySpan<byte> name)
    {
        Span<byte> target = stackalloc byte[1];
        return SystemCalls.ReadLink(directory, name, target, 1) >= 0 || SystemCalls.LastError == Errno.EINVAL;
    }

    /// <summary>Reads a number; <see cref="Link.Unknown"/> if there is none.</summary>
    internal static long ReadNumber(int directory, ReadOnlySpan<byte> name)
    {
        Span<byte> room = stackalloc byte[32];
        return AttributeText.ParseNumber(ReadFile(directory, name, room));
    }

    /// <summary>Reads a file's beginning; empty if it cannot be read, as for what an interface does not have.</summary>
    /// <param name="name">Relative to the directory; ends with NUL.</param>
    internal static ReadOnlySpan<byte> ReadFile(int directory, ReadOnlySpan<byte> name, Span<byte> room)
    {
        int file = SystemCalls.OpenAt(directory, name, OpenFile, 0);
        if (file < 0)
        {
            return default;
        }

        nint length = SystemCalls.ReadAt(file, room, (nuint)room.Length, 0);
        _ = SystemCalls.Close(file);
        return room[..(int)nint.Max(length, 0)];
    }

    private static ReadOnlySpan<byte> FileOf(LinkValue value) =>
        value switch
        {
            LinkValue.Index => "ifindex\0"u8,
            LinkValue.Peer => "iflink\0"u8,
            LinkValue.Flags => "flags\0"u8,
            LinkValue.Type => "type\0"u8,
            LinkValue.Carrier => "carrier\0"u8,
            LinkValue.CarrierChanges => "carrier_changes\0"u8,
            LinkValue.CarrierUpChanges => "carrier_up_count\0"u8,
            LinkValue.CarrierDownChanges => "carrier_down_count\0"u8,
            LinkValue.Speed => "speed\0"u8,
            LinkValue.Mtu => "mtu\0"u8,
            _ => "statistics/rx_nohandler\0"u8,
        };

    private static ReadOnlySpan<byte> FileOf(LinkText text) =>
        text switch
        {
            LinkText.Address => "address\0"u8,
            LinkText.Broadcast => "broadcast\0"u8,
            LinkText.Duplex => "duplex\0"u8,
            LinkText.OperState => "operstate\0"u8,
            _ => "ifalias\0"u8,
        };
}
