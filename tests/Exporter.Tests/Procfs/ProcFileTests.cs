using System;
using System.IO;
using NetdevExporter.Platform;
using NetdevExporter.Source;
using Xunit;

namespace NetdevExporter.Tests.Procfs;

public sealed class ProcFileTests : IDisposable
{
    private const long Now = 1_000_000;

    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;

    private string FilePath => Path.Combine(folder, "dev");

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 11)]
    [InlineData(100_000, 100_001)]
    public void A_file_shorter_than_the_buffer_is_read_whole(int fileLength, int bufferLength)
    {
        byte[] written = new byte[fileLength];
        Random.Shared.NextBytes(written);
        File.WriteAllBytes(FilePath, written);
        using ProcFile file = new(FilePath);
        byte[] buffer = new byte[bufferLength];
        Assert.Equal(ProcFileStatus.Complete, file.Read(buffer, Now, out int length));
        Assert.Equal(written, buffer[..length]);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(10, 9)]
    [InlineData(10, 10)] // its end was not seen
    public void A_buffer_no_longer_than_the_file_is_too_small(int fileLength, int bufferLength)
    {
        File.WriteAllBytes(FilePath, new byte[fileLength]);
        using ProcFile file = new(FilePath);
        Assert.Equal(ProcFileStatus.LargerThanBuffer, file.Read(new byte[bufferLength], Now, out _));
    }

    [Fact]
    public void The_kernels_own_file_is_read_again_and_again()
    {
        using ProcFile file = new("/proc/self/net/dev");
        byte[] buffer = new byte[1024 * 1024];
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(ProcFileStatus.Complete, file.Read(buffer, Now, out int length));
            Assert.Equal(0, NetDevTable.Parse(Latin1.Text(buffer.AsSpan(0, length))).Skipped);
        }
    }

    [Theory]
    [InlineData("missing", "", Errno.ENOENT)]
    [InlineData("a file for a folder", "dev/x", Errno.ENOTDIR)]
    internal void A_file_that_is_not_there_cannot_be_opened(string why, string name, Errno error)
    {
        File.WriteAllText(FilePath, "");
        using ProcFile file = new(Path.Combine(folder, name.Length == 0 ? why : name));
        Assert.Equal(ProcFileStatus.CannotOpen, file.Read(new byte[10], Now, out _));
        Assert.Equal(error, file.Error);
    }

    [Fact]
    public void A_folder_cannot_be_read()
    {
        using ProcFile file = new(folder);
        Assert.Equal(ProcFileStatus.CannotRead, file.Read(new byte[10], Now, out _));
        Assert.Equal(Errno.EISDIR, file.Error);
    }

    [Fact]
    public void A_file_that_appears_later_is_read()
    {
        using ProcFile file = new(FilePath);
        Assert.Equal(ProcFileStatus.CannotOpen, file.Read(new byte[10], Now, out _));
        File.WriteAllText(FilePath, "now");
        Assert.Equal(ProcFileStatus.Complete, file.Read(new byte[10], Now, out int length));
        Assert.Equal((3, Errno.None), (length, file.Error));
    }

    [Fact]
    public void Another_file_under_the_same_path_is_noticed_in_time()
    {
        File.WriteAllText(FilePath, "old");
        using ProcFile file = new(FilePath);
        byte[] buffer = new byte[10];
        Assert.Equal(ProcFileStatus.Complete, file.Read(buffer, Now, out _));
        File.WriteAllText(FilePath + ".new", "newer");
        File.Move(FilePath + ".new", FilePath, overwrite: true);
        Assert.Equal(
            ProcFileStatus.Complete,
            file.Read(buffer, Now + ProcFile.DescriptorMillisecondsMax - 1, out int length));
        Assert.Equal("old", Latin1.Text(buffer.AsSpan(0, length)));
        Assert.Equal(ProcFileStatus.Complete, file.Read(buffer, Now + ProcFile.DescriptorMillisecondsMax, out length));
        Assert.Equal("newer", Latin1.Text(buffer.AsSpan(0, length)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
