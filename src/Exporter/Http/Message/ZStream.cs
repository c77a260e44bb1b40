namespace NetdevExporter.Http.Message;

/// <summary>
/// zlib's <c>z_stream</c> on a 64-bit system: the input and output buffers. zlib's internal state points back to it, so
/// it must not move.
/// </summary>
internal struct ZStream
{
    internal nint NextIn;
    internal uint AvailableIn;
    internal nuint TotalIn;

    internal nint NextOut;
    internal uint AvailableOut;
    internal nuint TotalOut;

    internal nint Message;
    internal nint State;

    internal nint Allocate;
    internal nint Free;
    internal nint Opaque;

    internal int DataType;
    internal nuint Adler;
    internal nuint Reserved;
}
