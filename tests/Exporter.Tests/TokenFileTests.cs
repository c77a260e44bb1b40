using System;
using System.IO;
using Xunit;

namespace NetdevExporter.Tests;

public sealed class TokenFileTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;
    private readonly TokenFile file;
    private long now = TokenFile.AgeMillisecondsMax;

    public TokenFileTests() => file = TokenFile.Create(FilePath)!;

    private string FilePath => Path.Combine(folder, "token");

    [Fact]
    public void Without_a_path_there_is_none() => Assert.Null(TokenFile.Create(""));

    [Fact]
    public void A_reading_counts_for_a_second_and_no_longer()
    {
        Write("old", Private);
        Assert.Equal("old", Find());
        Write("new", Private);
        now += TokenFile.AgeMillisecondsMax - 1;
        Assert.Equal("old", Find());
        now++;
        Assert.Equal("new", Find());
    }

    [Fact]
    public void A_file_put_in_its_place_and_a_link_that_leads_elsewhere_count_as_well()
    {
        Write("old", Private);
        Assert.Equal("old", FindLater());
        File.WriteAllText(FilePath + ".1", "new");
        File.Move(FilePath + ".1", FilePath, overwrite: true);
        Assert.Equal("new", FindLater());
        File.WriteAllText(FilePath + ".2", "newer");
        File.CreateSymbolicLink(FilePath + ".link", FilePath + ".2");
        File.Move(FilePath + ".link", FilePath, overwrite: true);
        Assert.Equal("newer", FindLater());
    }

    [Fact]
    public void What_is_no_good_any_more_is_no_token_until_it_is_good_again()
    {
        Write("secret", Private);
        Assert.Equal("secret", FindLater());
        File.SetUnixFileMode(FilePath, Private | UnixFileMode.OtherWrite);
        Assert.Equal("", FindLater());
        File.SetUnixFileMode(FilePath, Private);
        Assert.Equal("secret", FindLater());
        Write("", Private);
        Assert.Equal("", FindLater());
        File.Delete(FilePath);
        Assert.Equal("", FindLater());
        Write("secret", Private);
        Assert.Equal("secret", FindLater());
    }

    [Fact]
    public void Reading_it_again_allocates_nothing_while_it_stays_the_same()
    {
        Write("secret\n", Private);
        ReadOften(100); // until the just-in-time compiler has done with it
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadOften(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void ReadOften(int count)
        {
            for (int i = 0; i < count; i++)
            {
                now += TokenFile.AgeMillisecondsMax;
                _ = file.GetCurrent(now);
            }
        }
    }

    public void Dispose()
    {
        file.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void Write(string text, UnixFileMode mode)
    {
        File.WriteAllText(FilePath, text);
        File.SetUnixFileMode(FilePath, mode);
    }

    private string Find() => Latin1.Text(file.GetCurrent(now));

    private string FindLater()
    {
        now += TokenFile.AgeMillisecondsMax;
        return Find();
    }
}
