using System;
using System.Text;
using NetdevExporter.Platform;

namespace NetdevExporter.Devices;

/// <summary>
/// What devices are called in labels. Whichever devices there are, no two are called alike: one whose own name is
/// another's alias is called <c>wan (name)</c>. No name contains a blank, and no alias contains <c> (name)</c>.
/// </summary>
/// <param name="pairs">
/// Valid pairs separated by commas, each with the suffix: <c>eth0=wan (name),eth1=lan (name)</c>. No two have the same
/// name or the same alias; none has a second <c>=</c>.
/// </param>
internal sealed class DeviceAliases(string pairs)
{
    /// <summary>What follows the name of a device that is another's alias.</summary>
    internal const string NameSuffix = " (name)";

    private const int KeyLengthMax = Limits.NameBytesMax + 8;

    private readonly byte[] text = Encoding.UTF8.GetBytes("," + pairs);

    /// <summary>At least the bytes of all that devices are called other than their names.</summary>
    internal int Length => text.Length;

    private static ReadOnlySpan<byte> Suffix => " (name)"u8;

    /// <summary>What a device is called; the name itself if no alias concerns it.</summary>
    internal ReadOnlySpan<byte> Find(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> rest = TextFrom((byte)',', name, "="u8);
        if (!rest.IsEmpty)
        {
            rest = rest[(1 + name.Length + 1)..];
            return rest[..rest.IndexOf(Suffix)];
        }

        rest = TextFrom((byte)'=', name, Suffix);
        return rest.IsEmpty ? name : rest.Slice(1, name.Length + Suffix.Length);
    }

    /// <summary>Whether a device's name is another's alias, and it has no alias itself.</summary>
    internal bool IsTaken(ReadOnlySpan<byte> name) => Find(name).EndsWith(Suffix);

    /// <summary>The text from the place on where a name is between these; empty if there is none.</summary>
    private ReadOnlySpan<byte> TextFrom(byte before, ReadOnlySpan<byte> name, ReadOnlySpan<byte> after)
    {
        Span<byte> key = stackalloc byte[KeyLengthMax];
        ByteWriter writer = new(key);
        writer.Write([before]);
        writer.Write(name);
        writer.Write(after);
        int start = writer.HasOverflowed ? -1 : text.AsSpan().IndexOf(key[..writer.Length]);
        return start < 0 ? default : text.AsSpan(start);
    }
}
