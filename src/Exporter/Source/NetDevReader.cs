using System;
using System.Runtime.CompilerServices;
using NetdevExporter.Devices;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;

namespace NetdevExporter.Source;

/// <summary>
/// Reads and parses the net/dev file. Owns the text and the lines, and grows them as needed.
/// </summary>
/// <param name="path">The file's path; it does not have to exist yet.</param>
/// <param name="allowsOwn">Whether a container's own interfaces are a valid result.</param>
/// <param name="filter">Which devices are read; null for all.</param>
internal sealed class NetDevReader(string path, bool allowsOwn, DeviceFilter? filter = null) : IDisposable
{
    private readonly DeviceFilter? filter = filter is null or { KeepsAll: true } ? null : filter;
    private readonly ProcFile file = new(path);
    private readonly NativeBuffer text = new(Limits.TextBytesInitial);
    private readonly NativeBuffer lines = new(Limits.DevicesInitial * Unsafe.SizeOf<NetDevLine>());
    private readonly NativeBuffer buckets = new(Limits.DevicesInitial * sizeof(int));
    private FileIdentity identity;
    private int checkedOpenCount;
    private int textLength;
    private int deviceCount;

    /// <summary>The file's path.</summary>
    internal string Path => path;

    /// <summary>Whose interfaces the file showed in the last reading.</summary>
    internal TableOwner Owner { get; private set; }

    /// <summary>The error of the last reading, if its status is CannotOpen or CannotRead.</summary>
    internal Errno Error => file.Error;

    /// <summary>The capacity for text, in bytes; it never shrinks.</summary>
    internal int TextCapacity => text.Length;

    /// <summary>The capacity for devices; it never shrinks.</summary>
    internal int DeviceCapacity => lines.As<NetDevLine>().Length;

    /// <summary>
    /// The devices of the last reading, which must have succeeded; not what else its snapshot says of other lines.
    /// </summary>
    internal NetDevSnapshot Devices =>
        new(text.Bytes[..textLength], lines.As<NetDevLine>()[..deviceCount], 0, 0, 0, default);

    /// <summary>Reads and parses the file.</summary>
    /// <param name="now">In milliseconds, on <see cref="Clock"/>.</param>
    /// <param name="snapshot">The devices; valid until the next reading.</param>
    internal SourceStatus Read(long now, out NetDevSnapshot snapshot)
    {
        snapshot = default;
        SourceStatus status = file.TryRenew(now) ? CheckFile() : SourceStatus.CannotOpen;
        if (status != SourceStatus.Ok)
        {
            return status;
        }

        status = ReadText(now, out ReadOnlySpan<byte> read);
        status = status == SourceStatus.Ok ? Parse(read, out snapshot) : status;
        textLength = read.Length;
        deviceCount = snapshot.Count;
        return status;
    }

    public void Dispose()
    {
        file.Dispose();
        text.Dispose();
        lines.Dispose();
        buckets.Dispose();
    }

    /// <summary>
    /// Determines, once for each open(2), whose table it is and whether it can be one: a device has no end, and a pipe
    /// is empty after a reading.
    /// </summary>
    private SourceStatus CheckFile()
    {
        if (checkedOpenCount != file.OpenCount)
        {
            checkedOpenCount = file.OpenCount;
            Owner = NetworkNamespace.GetOwner(file.Descriptor, out identity);
        }

        return identity.IsDevice ? SourceStatus.Device
            : identity.IsPipe ? SourceStatus.Pipe
            : Owner == TableOwner.Own && !allowsOwn ? SourceStatus.OwnTable
            : SourceStatus.Ok;
    }

    private SourceStatus ReadText(long now, out ReadOnlySpan<byte> read)
    {
        while (true)
        {
            ProcFileStatus status = file.Read(text.Bytes, now, out int length);
            read = text.Bytes[..length];
            if (status != ProcFileStatus.LargerThanBuffer)
            {
                return status switch
                {
                    ProcFileStatus.Complete => SourceStatus.Ok,
                    ProcFileStatus.CannotOpen => SourceStatus.CannotOpen,
                    _ => SourceStatus.CannotRead,
                };
            }

            SourceStatus beginning = CheckBeginning(read);
            if (beginning != SourceStatus.Ok)
            {
                return beginning;
            }

            if (text.Length >= Limits.TextBytesMax)
            {
                return SourceStatus.TextTooLarge;
            }

            if (!text.TryGrow(text.Length * 2))
            {
                return SourceStatus.OutOfMemory;
            }
        }
    }

    /// <summary>
    /// Checks what fills the text before it grows: memory is taken for devices, and never for what is not a table,
    /// however long it is. Each device, excluded or not, accounts for as much text as the longest line has, and so does
    /// the header.
    /// </summary>
    private SourceStatus CheckBeginning(ReadOnlySpan<byte> beginning)
    {
        SourceStatus status = Parse(beginning, out NetDevSnapshot devices);
        long lineCount = 1L + devices.Count + devices.ExcludedLines + devices.RepeatedNames;
        bool isTable = status == SourceStatus.Ok && lineCount * NetDevParser.LineBytesMax >= beginning.Length;
        return isTable ? SourceStatus.Ok
            : status is SourceStatus.Ok or SourceStatus.EveryLineSkipped ? SourceStatus.MostLinesSkipped
            : status;
    }

    private SourceStatus Parse(ReadOnlySpan<byte> read, out NetDevSnapshot snapshot)
    {
        while (true)
        {
            NetDevStatus status = NetDevParser.Parse(
                read, filter, lines.As<NetDevLine>(), buckets.As<int>(), out snapshot);
            if (status != NetDevStatus.TooManyDevices)
            {
                return status switch
                {
                    NetDevStatus.Ok => SourceStatus.Ok,
                    NetDevStatus.Empty => SourceStatus.Empty,
                    NetDevStatus.UnknownHeader => SourceStatus.UnknownHeader,
                    NetDevStatus.ConvertedLineEnds => SourceStatus.ConvertedLineEnds,
                    _ => SourceStatus.EveryLineSkipped,
                };
            }

            int devices = DeviceCapacity * 2;
            if (devices > Limits.DevicesMax)
            {
                return SourceStatus.TooManyDevices;
            }

            // Grow the lines last: their number is the capacity, and there must be as many buckets.
            if (!buckets.TryGrow(devices * sizeof(int)) || !lines.TryGrow(devices * Unsafe.SizeOf<NetDevLine>()))
            {
                return SourceStatus.OutOfMemory;
            }
        }
    }
}

/// <summary>The result of reading and parsing the net/dev file.</summary>
internal enum SourceStatus
{
    /// <summary>There is a snapshot.</summary>
    Ok,

    /// <summary>open(2) failed; the reader has the error.</summary>
    CannotOpen,

    /// <summary>read(2) failed; the reader has the error.</summary>
    CannotRead,

    /// <summary>The file is a device.</summary>
    Device,

    /// <summary>The file is a FIFO.</summary>
    Pipe,

    /// <summary>The file shows the container's own interfaces, which are not allowed.</summary>
    OwnTable,

    /// <summary>The file is empty.</summary>
    Empty,

    /// <summary>The first two lines are not the header of a net/dev table.</summary>
    UnknownHeader,

    /// <summary>The text would be a net/dev table if its header's lines did not end with CR LF.</summary>
    ConvertedLineEnds,

    /// <summary>There are lines below the header, but none is a valid device.</summary>
    EveryLineSkipped,

    /// <summary>The text has too few valid devices for its length, and was not read to its end.</summary>
    MostLinesSkipped,

    /// <summary>The file has more than <see cref="Limits.TextBytesMax"/> bytes.</summary>
    TextTooLarge,

    /// <summary>The file has more than <see cref="Limits.DevicesMax"/> devices.</summary>
    TooManyDevices,

    /// <summary>There is no memory for the text or the lines.</summary>
    OutOfMemory,
}
