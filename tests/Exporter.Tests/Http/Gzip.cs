using System.IO;
using System.IO.Compression;

namespace NetdevExporter.Tests.Http;

/// <summary>Decompresses with the base library's stream, which is not what compresses.</summary>
internal static class Gzip
{
    internal static byte[] Decode(byte[] encoded)
    {
        using GZipStream stream = new(new MemoryStream(encoded), CompressionMode.Decompress);
        using MemoryStream decoded = new();
        stream.CopyTo(decoded);
        return decoded.ToArray();
    }

    /// <summary>The same for texts whose characters are bytes.</summary>
    internal static string Decode(string encoded) => Latin1.Text(Decode(Latin1.Bytes(encoded)));
}
