using System;
using System.Buffers.Binary;

namespace NetdevExporter.Procfs;

/// <summary>
/// A hash table of names, with the caller's buckets and with chains through the lines. A bucket holds the index + 1
/// of its newest line, or 0 if it is empty.
/// </summary>
internal readonly ref struct NameIndex
{
    private readonly Span<int> buckets;

    /// <param name="buckets">Caller's storage; its length is a power of two.</param>
    internal NameIndex(Span<int> buckets)
    {
        this.buckets = buckets;
        buckets.Clear();
    }

    /// <summary>The bucket of a name.</summary>
    internal ref int Bucket(ReadOnlySpan<byte> name) => ref buckets[(int)(Hash(name) & (uint)(buckets.Length - 1))];

    /// <summary>Whether a line in a bucket has this name.</summary>
    /// <param name="first">The bucket's value.</param>
    internal static bool IsInChain(
        ReadOnlySpan<byte> text,
        ReadOnlySpan<NetDevLine> lines,
        int first,
        ReadOnlySpan<byte> name)
    {
        for (int number = first; number != 0; number = lines[number - 1].NextInBucket)
        {
            if (lines[number - 1].Name(text).SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A multiplicative hash, eight bytes at a time; good enough for interface names.</summary>
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        ulong hash = (ulong)name.Length;
        while (name.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(name));
            name = name[sizeof(ulong)..];
        }

        foreach (byte value in name)
        {
            hash = (hash << 8) | value | (hash >> 56);
        }

        return (uint)(Mix(hash) >> 32);

        static ulong Mix(ulong value) => (value ^ (value >> 29)) * 0x9E3779B97F4A7C15;
    }
}
