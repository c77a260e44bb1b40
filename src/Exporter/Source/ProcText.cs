using System;
using NetdevExporter.Platform;

namespace NetdevExporter.Source;

/// <summary>Reads a procfs file once.</summary>
internal static class ProcText
{
    /// <summary>The longest text: twice the usual bound of a process's arguments and environment.</summary>
    private const int BytesMax = 4 * 1024 * 1024;

    /// <summary>Reads a whole file.</summary>
    /// <param name="buffer">Receives the text; grows as needed.</param>
    /// <returns>The text; empty if it cannot be read, or is too long.</returns>
    internal static ReadOnlySpan<byte> Read(string path, NativeBuffer buffer)
    {
        using ProcFile file = new(path);
        int size = Limits.TextBytesInitial;
        while (size <= BytesMax && buffer.TryGrow(size))
        {
            ProcFileStatus status = file.Read(buffer.Bytes, now: 0, out int length);
            if (status != ProcFileStatus.LargerThanBuffer)
            {
                return status == ProcFileStatus.Complete ? buffer.Bytes[..length] : default;
            }

            size = buffer.Length * 2;
        }

        return default;
    }
}
