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

    public TokenFileTests() => file = TokenFile.Of(FilePath)!;

    private string FilePath => Path.Combine(folder, "token");

    [Fact]
    public void Without_a_path_there_is_none() => Assert.Null(TokenFile.Of(""));

    [Theory]
    [InlineData(Private)]
    [InlineData(UnixFileMode.UserRead)]
    [InlineData(Private | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)] // the group is the operator's choice
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead)] // a Docker secret
    public void A_file_that_others_may_not_write_is_taken(UnixFileMode mode)
    {
        Write("secret\n", mode);
        Assert.Equal("", file.Read());
        Assert.Equal("secret", Latin1.Text(file.Token));
    }

    [Theory]
    [InlineData(Private | UnixFileMode.OtherWrite)]
    [InlineData(Private | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_write_is_not(UnixFileMode mode)
    {
        Write("secret\n", mode);
        AssertRefused("others may write it");
    }

    [Fact]
    public void What_is_not_there_is_not_taken() => AssertRefused("No such file");

    [Fact]
    public void A_folder_is_not_taken()
    {
        Directory.CreateDirectory(FilePath);
        AssertRefused("no regular file");
    }

    [Theory]
    [InlineData(Limits.TokenFileBytesMax, "")]
    [InlineData(Limits.TokenFileBytesMax + 1, "more than 4096 bytes")]
    [InlineData(1_000_000, "more than 4096 bytes")]
    public void A_file_has_a_bound(int length, string expected)
    {
        Write(new string('a', length), Private);
        Assert.Contains(expected, file.Read());
        Assert.Equal(expected.Length == 0 ? length : 0, file.Token.Length);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("two words", "one word")]
    public void A_file_without_a_token_is_not_taken(string text, string expected)
    {
        Write(text, Private);
        AssertRefused(expected);
    }

    [Fact]
    public void What_a_link_leads_to_is_what_counts()
    {
        File.WriteAllText(FilePath + ".target", "secret");
        File.CreateSymbolicLink(FilePath, FilePath + ".target");
        File.SetUnixFileMode(FilePath + ".target", Private); // the link's own mode is rwxrwxrwx
        Assert.Equal("", file.Read());
        File.SetUnixFileMode(FilePath + ".target", Private | UnixFileMode.OtherWrite);
        AssertRefused("others may write it");
    }

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
        _ = FindLater();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            now += TokenFile.AgeMillisecondsMax;
            _ = file.Find(now);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    public void Dispose()
    {
        file.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void AssertRefused(string expected)
    {
        Assert.Contains(expected, file.Read());
        Assert.True(file.Token.IsEmpty);
    }

    private void Write(string text, UnixFileMode mode)
    {
        File.WriteAllText(FilePath, text);
        File.SetUnixFileMode(FilePath, mode);
    }

    private string Find() => Latin1.Text(file.Find(now));

    private string FindLater()
    {
        now += TokenFile.AgeMillisecondsMax;
        return Find();
    }
}
