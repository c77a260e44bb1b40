using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetdevExporter.Http;

/// <summary>
/// Compresses pages, with the zlib that is part of the base library. Its state is made at the first page, and kept, so
/// that a page allocates nothing: GZipStream would make it anew each time.
/// </summary>
/// <remarks>
/// Source: RFC 1952 (gzip); zlib.h. With a window of 4 KiB a page of a thousand interfaces comes out smaller than with
/// the usual 32 KiB: what repeats is a line before, and near distances take fewer bits.
/// </remarks>
internal sealed partial class GzipEncoder : IDisposable
{
    private const string Library = "libz.so.1";
    private const string Version = "1"; // zlib compares the first character alone

    private const int Level = 2;
    private const int Deflated = 8; // Z_DEFLATED
    private const int WindowBits = 12 + 16; // 4 KiB; with a head and a tail as gzip has them
    private const int MemoryLevel = 6;
    private const int DefaultStrategy = 0; // Z_DEFAULT_STRATEGY
    private const int Finish = 4; // Z_FINISH
    private const int Ok = 0; // Z_OK
    private const int StreamEnd = 1; // Z_STREAM_END

    private readonly NativeBuffer stream = new(Unsafe.SizeOf<ZStream>());
    private bool isInitialized;

    private ref ZStream Stream => ref stream.As<ZStream>()[0];

    /// <summary>Compresses the body of a page.</summary>
    /// <param name="page">What is compressed.</param>
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
        z.AvailableOut = (uint)page.Length;
        if (Deflate(ref z, Finish) != StreamEnd)
        {
            return false;
        }

        encoded.Length = page.Length - (int)z.AvailableOut;
        return true;
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
            return DeflateReset(ref Stream) == Ok;
        }

        Stream = default;
        isInitialized = DeflateInit(
            ref Stream, Level, Deflated, WindowBits, MemoryLevel, DefaultStrategy, Version, Unsafe.SizeOf<ZStream>())
            == Ok;
        return isInitialized;
    }

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
