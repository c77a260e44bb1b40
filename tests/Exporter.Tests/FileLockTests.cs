using System;
using System.IO;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>A lock belongs to an open file: two in one process exclude each other as two processes do.</summary>
public sealed class FileLockTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;

    private string Guarded => Path.Combine(folder, "a");

    private string LockFile => Guarded + ".lck";

    [Fact]
    public void One_has_it_until_it_is_done_and_then_another_can()
    {
        Assert.True(FileLock.TryTake(Guarded, out FileLock? first));
        Assert.NotNull(first);
        Assert.False(FileLock.TryTake(Guarded, out FileLock? second));
        Assert.Null(second);
        Assert.Equal([LockFile], Directory.GetFiles(folder));
        first.Dispose();
        Assert.Empty(Directory.GetFiles(folder));
        Assert.True(FileLock.TryTake(Guarded, out second));
        second!.Dispose();
    }

    [Fact]
    public void What_a_crash_has_left_is_taken()
    {
        File.WriteAllText(LockFile, "");
        File.SetUnixFileMode(LockFile, UnixFileMode.UserRead); // reading it is enough
        Assert.True(FileLock.TryTake(Guarded, out FileLock? held));
        Assert.False(FileLock.TryTake(Guarded, out _));
        held!.Dispose();
        Assert.False(File.Exists(LockFile));
    }

    [Fact]
    public void It_is_readable_for_other_users()
    {
        Assert.True(FileLock.TryTake(Guarded, out FileLock? held));
        using (held)
        {
            Assert.Equal(Convert.ToInt32("644", 8), (int)File.GetUnixFileMode(LockFile));
        }
    }

    [Fact]
    public void A_file_that_has_taken_its_place_is_left_there()
    {
        Assert.True(FileLock.TryTake(Guarded, out FileLock? first));
        File.Delete(LockFile);
        Assert.True(FileLock.TryTake(Guarded, out FileLock? second));
        first!.Dispose();
        Assert.True(File.Exists(LockFile));
        second!.Dispose();
        Assert.False(File.Exists(LockFile));
    }

    [Theory]
    [InlineData("a missing folder")]
    [InlineData("a link to itself")]
    [InlineData("a link to another file")] // which is not this program's to lock
    public void Where_there_is_no_lock_to_take_nobody_else_has_it(string what)
    {
        string guarded = what == "a missing folder" ? Path.Combine(folder, "none", "a") : Guarded;
        if (what.StartsWith("a link"))
        {
            string target = what == "a link to itself" ? LockFile : Path.Combine(folder, "other");
            File.CreateSymbolicLink(LockFile, target);
            File.WriteAllText(Path.Combine(folder, "other"), "");
        }

        Assert.True(FileLock.TryTake(guarded, out FileLock? held));
        Assert.Null(held);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
