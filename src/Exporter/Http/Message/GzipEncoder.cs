using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetdevExporter.Platform;

namespace NetdevExporter.Http.Message;

/// <summary>
/// Compresses pages with zlib. Its state is made at the first page, and kept, so that a page allocates nothing:
/// GZipStream would make it anew each time.
/// </summary>
/// <remarks>
/// Source: RFC 1952 (gzip); zlib.h. In the native executable it is the zlib-ng that belongs to the base library; where
/// the tests run in process, it is the system's zlib.
/// </remarks>
internal sealed partial class GzipEncoder : IDisposable
{
    private const string Library = "libz.so.1";
    private const string Version = "1"; // zlib compares the first character alone

    // Of a page of 946 KB with large random counters: level 1 leaves 193 KB, 2 123 KB in 1.6 ms, 3 118 KB in 2.1 ms.
    private const int Level = 2;
    private const int Deflated = 8; // Z_DEFLATED

    // 4 KiB, with a head and a tail as gzip has them. What repeats is one line before: 32 KiB leave 129 KB of that page
    // (the bits of far distances), 1 KiB 120 KB in 2.2 ms (it is full so often).
    private const int WindowBits = 12 + 16;

    // Blocks of 4,096 symbols: 8, the default, takes 64 KiB more and saves 0.2 % of that page.
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
    /// <param name="page">What is compressed; not empty.</param>
    /// <param name="encoded">Gets the body; other than <paramref name="page"/>.</param>
    /// <returns>False where it came out no smaller, or where the system has no more memory.</returns>
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
        bool isSmaller = Is(Deflate(ref z, Finish), StreamEnd);
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
            return Is(DeflateReset(ref Stream), Ok);
        }

        Stream = default;
        int result = DeflateInit(
            ref Stream, Level, Deflated, WindowBits, MemoryLevel, DefaultStrategy, Version, Unsafe.SizeOf<ZStream>());
        return isInitialized = Is(result, Ok);
    }

    /// <summary>Whether a call did what it should; what is neither that nor a lack of room is our mistake.</summary>
    private static bool Is(int result, int expected) =>
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
