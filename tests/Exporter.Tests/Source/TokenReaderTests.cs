using System;
using System.IO;
using System.Linq;
using NetdevExporter.Platform;
using NetdevExporter.Source;
using Xunit;

namespace NetdevExporter.Tests.Source;

public sealed class TokenReaderTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;
    private readonly TokenReader reader;

    public TokenReaderTests() => reader = new TokenReader(FilePath);

    private string FilePath => Path.Combine(folder, "token");

    [Theory]
    [InlineData("a line", "secret\n")]
    [InlineData("no line", "secret")]
    [InlineData("a line of Windows", "secret\r\n")]
    [InlineData("blanks and empty lines around it, which Prometheus takes off too", "\n\t secret \n\n")]
    public void The_token_is_the_one_word_of_the_text(string why, string text)
    {
        TokenStatus status = TokenReader.Find(Latin1.Bytes(text), out ReadOnlySpan<byte> token);
        Assert.True(status == TokenStatus.Ok, why);
        Assert.Equal("secret", Latin1.Text(token));
    }

    [Fact]
    public void Every_printable_byte_of_ASCII_may_be_in_a_token()
    {
        string all = string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(value => (char)value));
        Assert.Equal(TokenStatus.Ok, TokenReader.Find(Latin1.Bytes(all), out ReadOnlySpan<byte> token));
        Assert.Equal(all, Latin1.Text(token));
    }

    [Theory]
    [InlineData("nothing", "", TokenStatus.Empty)]
    [InlineData("a line end", "\n", TokenStatus.Empty)]
    [InlineData("blanks", " \t\r\n", TokenStatus.Empty)]
    [InlineData("two words", "my secret", TokenStatus.NotOneWord)]
    [InlineData("two lines", "secret\nsecret\n", TokenStatus.NotOneWord)]
    [InlineData("a tab", "my\tsecret", TokenStatus.NotOneWord)]
    [InlineData("NUL", "secret\0", TokenStatus.NotOneWord)]
    [InlineData("a control byte", "sec\x1Bret", TokenStatus.NotOneWord)]
    [InlineData("DEL", "secret\x7F", TokenStatus.NotOneWord)]
    [InlineData("no ASCII", "sécret", TokenStatus.NotOneWord)]
    [InlineData("the mark that some editors put before UTF-8", "\xEF\xBB\xBFsecret", TokenStatus.NotOneWord)]
    internal void A_text_without_a_token_says_why(string why, string text, TokenStatus expected)
    {
        TokenStatus status = TokenReader.Find(Latin1.Bytes(text), out ReadOnlySpan<byte> token);
        Assert.True(status == expected && token.IsEmpty, why);
    }

    [Theory]
    [InlineData(Private)]
    [InlineData(UnixFileMode.UserRead)]
    [InlineData(Private | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)] // the group is the operator's choice
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead)] // a Docker secret
    public void A_file_that_others_may_not_write_is_taken(UnixFileMode mode)
    {
        Write("secret\n", mode);
        Assert.Equal(TokenStatus.Ok, reader.Read());
        Assert.Equal("secret", Latin1.Text(reader.Token));
    }

    [Theory]
    [InlineData(Private | UnixFileMode.OtherWrite)]
    [InlineData(Private | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_write_is_not(UnixFileMode mode)
    {
        Write("secret\n", mode);
        AssertRefused(TokenStatus.WorldWritable);
    }

    [Fact]
    public void What_is_not_there_is_not_taken() => AssertRefused(TokenStatus.CannotRead);

    [Fact]
    public void A_folder_is_not_taken()
    {
        Directory.CreateDirectory(FilePath);
        AssertRefused(TokenStatus.Directory);
    }

    [Theory]
    [InlineData(Limits.TokenFileBytesMax, TokenStatus.Ok)]
    [InlineData(Limits.TokenFileBytesMax + 1, TokenStatus.TooLarge)]
    [InlineData(1_000_000, TokenStatus.TooLarge)]
    internal void A_file_has_a_bound(int length, TokenStatus expected)
    {
        Write(new string('a', length), Private);
        Assert.Equal(expected, reader.Read());
        Assert.Equal(expected == TokenStatus.Ok ? length : 0, reader.Token.Length);
    }

    [Theory]
    [InlineData("", TokenStatus.Empty)]
    [InlineData("two words", TokenStatus.NotOneWord)]
    internal void A_file_without_a_token_is_not_taken(string text, TokenStatus expected)
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
        Assert.Equal(TokenStatus.Ok, reader.Read());
        File.SetUnixFileMode(FilePath + ".target", Private | UnixFileMode.OtherWrite);
        AssertRefused(TokenStatus.WorldWritable);
    }

    public void Dispose()
    {
        reader.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void AssertRefused(TokenStatus expected)
    {
        Assert.Equal(expected, reader.Read());
        Assert.True(reader.Token.IsEmpty);
    }

    private void Write(string text, UnixFileMode mode)
    {
        File.WriteAllText(FilePath, text);
        File.SetUnixFileMode(FilePath, mode);
    }
}
