using System;
using System.Diagnostics;
using System.Text;
using NetdevExporter.Platform;
using NetdevExporter.Sysfs;

namespace NetdevExporter.Source;

/// <summary>Reads the directory <c>class/net</c> of a sysfs: kind, state and speed of each interface.</summary>
internal sealed class SysfsReader
{
    private readonly byte[] path;
    private readonly Keep keeps;
    private bool? areOwn;

    /// <param name="sysfs">The sysfs; does not have to exist yet.</param>
    /// <param name="keeps">Whether to read an interface.</param>
    internal SysfsReader(string sysfs, Keep keeps)
    {
        Path = sysfs.TrimEnd('/') + "/class/net";
        path = Encoding.UTF8.GetBytes(Path + '\0');
        this.keeps = keeps;
    }

    /// <summary>Decides by its name whether an interface is read.</summary>
    internal delegate bool Keep(ReadOnlySpan<byte> name);

    /// <summary>The directory with a link to each interface's own.</summary>
    internal string Path { get; }

    /// <summary>
    /// Reads all interfaces. One that disappears meanwhile is left out. Allocates no managed memory, but for the first
    /// reading.
    /// </summary>
    /// <param name="table">Receives the interfaces, or why there are none.</param>
    /// <param name="before">The reading before, to recognize interfaces by; may be empty.</param>
    internal void Read(LinkTable table, LinkTable before)
    {
        long started = Stopwatch.GetTimestamp();
        table.Clear();
        table.ReadAt = Clock.Milliseconds;
        int directory = SystemCalls.Open(path, LinkReader.OpenDirectory, 0);
        table.Error = directory < 0 ? SystemCalls.LastError : Errno.None;
        using DirectoryEntries entries = new(path);
        Span<byte> name = stackalloc byte[DirectoryEntries.NameBytesMax + 1];
        while (table.Error == Errno.None && entries.TryTake(name, out int length))
        {
            if (!IsDots(name[..length]) && keeps(name[..length]))
            {
                LinkReader.Read(directory, name[..(length + 1)], table, before);
            }
        }

        if (table.Count > 0)
        {
            areOwn ??= AreOwn(directory);
            table.AreOwn = areOwn.Value;
        }

        _ = directory < 0 ? 0 : SystemCalls.Close(directory);
        if (table.Error == Errno.None && table.Count == 0 && table.UnreadableCount > 0)
        {
            table.Error = Errno.ENOENT;
        }

        table.DurationNanoseconds = Stopwatch.GetElapsedTime(started).Ticks * TimeSpan.NanosecondsPerTick;
    }

    /// <summary>
    /// Whether all interfaces, those that are not kept among them, have the name and the number of one in this
    /// process's network namespace. It does not change: a mount shows one namespace.
    /// </summary>
    private bool AreOwn(int parent)
    {
        using DirectoryEntries entries = new(path);
        Span<byte> name = stackalloc byte[DirectoryEntries.NameBytesMax + 1];
        bool areOwn = true;
        while (areOwn && entries.TryTake(name, out int length))
        {
            int directory = IsDots(name[..length]) ? -1
                : SystemCalls.OpenAt(parent, name[..(length + 1)], LinkReader.OpenDirectory, 0);
            if (directory >= 0)
            {
                long number = LinkReader.ReadNumber(directory, "ifindex\0"u8);
                areOwn = number == Link.Unknown
                    || number == SystemCalls.FindInterface(Encoding.UTF8.GetString(name[..length]));
                _ = SystemCalls.Close(directory);
            }
        }

        return areOwn;
    }

    /// <summary>Whether a name is that of this directory or of the one above, which no interface has.</summary>
    private static bool IsDots(ReadOnlySpan<byte> name) => name.SequenceEqual("."u8) || name.SequenceEqual(".."u8);
}
