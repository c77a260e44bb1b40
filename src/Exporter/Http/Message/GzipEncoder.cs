using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Message;

/// <summary>
/// Compresses pages with zlib. The zlib state is created for the first page and reused: later pages allocate nothing.
/// GZipStream would create it each time.
/// </summary>
/// <remarks>
/// Source: RFC 1952 (gzip); zlib.h. The native executable links the base library's zlib-ng; in-process tests use the
/// system's zlib.
/// </remarks>
internal sealed partial class GzipEncoder : IDisposable
{
    private const string Library = "libz.so.1";
    private const string Version = "1"; // zlib compares only the first character

    // A page of 946 KB with large random counters compresses to 193 KB with level 1, to 123 KB in 1.6 ms with level 2,
    // and to 118 KB in 2.1 ms with level 3.
    private const int Level = 2;
    private const int Deflated = 8; // Z_DEFLATED

    // 4 KiB, with gzip's header and trailer. Repetitions are one line apart: 32 KiB give 129 KB for that page (because
    // of the bits of far distances), and 1 KiB gives 120 KB but takes 2.2 ms (because the window is often full).
    private const int WindowBits = 12 + 16;

    // Blocks of 4,096 symbols: the default, 8, takes 64 KiB more memory and saves 0.2 % of that page.
    private const int MemoryLevel = 6;
    private const int DefaultStrategy = 0; // Z_DEFAULT_STRATEGY
    private const int Finish = 4; // Z_FINISH
    private const int Ok = 0; // Z_OK
    private const int StreamEnd = 1; // Z_STREAM_END
    private const int NoMemory = -4; // Z_MEM_ERROR
    private const int NoRoom = -5; // Z_BUF_ERROR

    private readonly NativeBuffer stream = new(Unsafe.SizeOf<ZStream>());
    private bool isInitialized;

    private ref ZStream Stream => ref stream.As<ZStream>()[0];

    /// <summary>Compresses the body of a page.</summary>
    /// <param name="page">The page to compress; not empty.</param>
    /// <param name="encoded">Receives the body; not the same as <paramref name="page"/>.</param>
    /// <returns>false if the result is not smaller, or if out of memory.</returns>
    internal bool TryEncode(Page page, Page encoded)
    {
        if (!encoded.TryGrow(page.Room.Length) || !TryReset())
        {
            return false;
        }

        ref ZStream z = ref Stream;
        z.NextIn = page.BodyAddress;
        z.AvailableIn = (uint)page.Length;
        z.NextOut = encoded.BodyAddress;
        z.AvailableOut = (uint)(page.Length - 1);
        bool isSmaller = Check(Deflate(ref z, Finish), StreamEnd);
        encoded.Length = page.Length - 1 - (int)z.AvailableOut;
        return isSmaller;
    }

    public void Dispose()
    {
        if (isInitialized)
        {
            _ = DeflateEnd(ref Stream);
            isInitialized = false;
        }

        stream.Dispose();
    }

    private bool TryReset()
    {
        if (isInitialized)
        {
            return Check(DeflateReset(ref Stream), Ok);
        }

        Stream = default;
        int result = DeflateInit(
            ref Stream, Level, Deflated, WindowBits, MemoryLevel, DefaultStrategy, Version, Unsafe.SizeOf<ZStream>());
        return isInitialized = Check(result, Ok);
    }

    /// <summary>Whether a call returned what it should; throws unless it lacked memory or room.</summary>
    private static bool Check(int result, int expected) =>
        result == expected || (result is NoMemory or NoRoom or Ok
            ? false
            : throw new InvalidOperationException(result.ToString(CultureInfo.InvariantCulture)));

    [LibraryImport(Library, EntryPoint = "deflateInit2_", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int DeflateInit(
        ref ZStream stream,
        int level,
        int method,
        int windowBits,
        int memoryLevel,
        int strategy,
        string version,
        int streamSize);

    [LibraryImport(Library, EntryPoint = "deflate")]
    private static partial int Deflate(ref ZStream stream, int flush);

    [LibraryImport(Library, EntryPoint = "deflateReset")]
    private static partial int DeflateReset(ref ZStream stream);

    [LibraryImport(Library, EntryPoint = "deflateEnd")]
    private static partial int DeflateEnd(ref ZStream stream);
}
