using System;
using NetdevExporter.Platform;

namespace NetdevExporter.Source;

/// <summary>Reads a procfs file once.</summary>
internal static class ProcText
{
    /// <summary>The longest text: more than the 6 MiB that the kernel allows for arguments and environment.</summary>
    private const int BytesMax = 8 * 1024 * 1024;

    /// <summary>Reads a whole file.</summary>
    /// <param name="buffer">Receives the text; grows as needed.</param>
    /// <returns>The text; empty if it cannot be read, or is too long.</returns>
    internal static ReadOnlySpan<byte> Read(string path, NativeBuffer buffer) =>
        TryRead(path, buffer, out ReadOnlySpan<byte> text) ? text : default;

    /// <summary>The same; returns false if the file cannot be read, or is too long.</summary>
    internal static bool TryRead(string path, NativeBuffer buffer, out ReadOnlySpan<byte> text)
    {
        text = default;
        using ProcFile file = new(path);
        int size = Limits.TextBytesInitial;
        while (size <= BytesMax && buffer.TryGrow(size))
        {
            ProcFileStatus status = file.Read(buffer.Bytes, now: 0, out int length);
            if (status != ProcFileStatus.LargerThanBuffer)
            {
                text = status == ProcFileStatus.Complete ? buffer.Bytes[..length] : default;
                return status == ProcFileStatus.Complete;
            }

            size = buffer.Length * 2;
        }

        return false;
    }
}
