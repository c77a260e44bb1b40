using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>The headers of a 64-bit little-endian ELF file.</summary>
/// <remarks>Source: System V ABI, generic part, chapters 4 and 5; elf.h for the numbers.</remarks>
internal sealed class ElfFile
{
    internal const uint Load = 1;
    internal const uint Dynamic = 2;
    internal const uint Interpreter = 3;
    internal const uint GnuStack = 0x6474E551;
    internal const uint GnuRelRo = 0x6474E552;

    internal const uint CanExecute = 1;
    internal const uint CanWrite = 2;

    internal const ulong Needed = 1;
    internal const ulong TextRelocations = 22;
    internal const ulong RunPath = 29;
    internal const ulong FlagsEntry = 30;
    internal const ulong Flags1Entry = 0x6FFFFFFB;

    private const int EntriesMax = 1000;

    private readonly byte[] bytes;

    internal ElfFile(string path)
    {
        bytes = File.ReadAllBytes(path);
        if (!bytes.Take(6).SequenceEqual<byte>([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
        {
            throw new FormatException($"{path} is no 64-bit little-endian ELF file");
        }

        Type = Short(0x10);
        Architecture = Short(0x12) switch { 62 => "amd64", 183 => "arm64", int other => $"{other}" };
        int table = (int)Long(0x20);
        Segments = [.. Enumerable.Range(0, Short(0x38)).Select(i => ReadSegment(table + (i * Short(0x36))))];
        int sections = (int)Long(0x28);
        SectionTypes = [.. Enumerable.Range(0, Short(0x3C)).Select(i => Word(sections + (i * Short(0x3A)) + 4))];
        DynamicEntries = [.. ReadDynamicEntries()];
    }

    /// <summary>2 is ET_EXEC, 3 is ET_DYN.</summary>
    internal int Type { get; }

    /// <summary>EM_X86_64 and EM_AARCH64 as container platforms call them; else the number.</summary>
    internal string Architecture { get; }

    internal int Length => bytes.Length;

    internal IReadOnlyList<ElfSegment> Segments { get; }

    internal IReadOnlyList<uint> SectionTypes { get; }

    /// <summary>The dynamic section's tags and values, without the DT_NULL that ends it.</summary>
    internal IReadOnlyList<(ulong Tag, ulong Value)> DynamicEntries { get; }

    private ElfSegment ReadSegment(int header) =>
        new(Word(header), Word(header + 4), (int)Long(header + 8), (int)Long(header + 0x20));

    private IEnumerable<(ulong Tag, ulong Value)> ReadDynamicEntries()
    {
        ElfSegment? dynamic = Segments.SingleOrDefault(segment => segment.Type == Dynamic);
        for (int i = 0; dynamic is not null && i < Math.Min(dynamic.Length / 16, EntriesMax); i++)
        {
            int entry = dynamic.Offset + (i * 16);
            if (Long(entry) == 0)
            {
                yield break;
            }

            yield return (Long(entry), Long(entry + 8));
        }
    }

    private int Short(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(offset));

    private uint Word(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));

    private ulong Long(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(offset));
}
