using System;
using System.IO;
using NetdevExporter.Platform;
using NetdevExporter.Source;
using Xunit;

namespace NetdevExporter.Tests.Source;

public sealed class ProcTextTests : IDisposable
{
    private const int BytesMax = 8 * 1024 * 1024;

    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;

    private string FilePath => Path.Combine(folder, "text");

    [Theory]
    [InlineData(0)]
    [InlineData(Limits.TextBytesInitial)]
    [InlineData(BytesMax - 1)]
    public void A_file_is_read_whole(int length)
    {
        byte[] written = new byte[length];
        Random.Shared.NextBytes(written);
        File.WriteAllBytes(FilePath, written);
        using NativeBuffer buffer = new();
        Assert.True(ProcText.TryRead(FilePath, buffer, out ReadOnlySpan<byte> text));
        Assert.True(text.SequenceEqual(written));
        Assert.True(ProcText.Read(FilePath, buffer).SequenceEqual(written)); // with the buffer that has grown
    }

    [Fact]
    public void One_that_is_too_long_or_missing_is_not_read()
    {
        using NativeBuffer buffer = new();
        Assert.False(ProcText.TryRead(FilePath, buffer, out _));
        File.WriteAllBytes(FilePath, new byte[BytesMax]);
        Assert.False(ProcText.TryRead(FilePath, buffer, out ReadOnlySpan<byte> text));
        Assert.True(text.IsEmpty);
        Assert.True(ProcText.Read(FilePath, buffer).IsEmpty);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
