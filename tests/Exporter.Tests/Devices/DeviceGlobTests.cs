using System;
using System.Linq;
using System.Text.RegularExpressions;
using NetdevExporter.Devices;
using Xunit;

namespace NetdevExporter.Tests.Devices;

/// <summary>Patterns and names; their characters are bytes.</summary>
public sealed class DeviceGlobTests : IDisposable
{
    private readonly GuardedMemory patterns = new(256);
    private readonly GuardedMemory names = new(256);

    private static readonly string[] Pieces =
        ["*", "?", "a", "b", "-", "]", "[ab]", "[!a]", "[^b-]", "[a-b]", "[b-a]", "[-]", "[*?[]"];

    public static TheoryData<string, string, string> Matching => new()
    {
        { "the name itself", "eth0", "eth0" },
        { "an asterisk for nothing", "eth0*", "eth0" },
        { "an asterisk for the rest", "veth*", "veth1a2b3c4" },
        { "an asterisk for everything", "*", "lo" },
        { "an asterisk at the beginning", "*.100", "eth0.100" },
        { "an asterisk within", "en*s0", "enp3s0" },
        { "two asterisks, one behind the other", "e**0", "eth0" },
        { "the first place that an asterisk could end at is wrong", "*s0", "ens0s0" },
        { "the same with more than one", "*ab*abc", "abababc" },
        { "an asterisk for a dot, unlike a shell's for hidden files", "*", ".a" },
        { "one byte", "wlan?", "wlan0" },
        { "a character of two bytes is two", "??", "\xC3\xA9" },
        { "a range", "eth[0-3]", "eth2" },
        { "the ends of a range", "[a-f][a-f]", "af" },
        { "a list", "[xyz]0", "z0" },
        { "ranges and single bytes", "[0-9a-f_]", "_" },
        { "not of a class", "eth[!0-3]", "eth4" },
        { "the other sign for not", "eth[^0-3]", "eth4" },
        { "an exclamation mark that is not the first", "[a!]", "!" },
        { "a hyphen at the beginning", "[-a]", "-" },
        { "a hyphen at the end", "[a-]", "-" },
        { "a hyphen after not", "[!-a]", "b" },
        { "a range to a hyphen", "[+--]", "," },
        { "an asterisk in a class is itself", "[*]", "*" },
        { "a question mark in a class is itself", "[?]", "?" },
        { "a bracket in a class is itself", "[[]", "[" },
        { "a bracket that closes nothing is itself", "a]", "a]" },
        { "a class behind an asterisk", "*[0-9]", "eth0" },
        { "bytes that are not UTF-8", "?", "\xFF" },
        { "a backslash in a class", "[\\]", "\\" },
        { "number sign, where it stands for no digit", "#", "#" },
    };

    public static TheoryData<string, string, string> Others => new()
    {
        { "a part at the beginning", "eth", "eth0" },
        { "a part at the end", "th0", "eth0" },
        { "more than the name", "eth00", "eth0" },
        { "case", "ETH0", "eth0" },
        { "a question mark for nothing", "eth0?", "eth0" },
        { "one question mark for two bytes", "?", "\xC3\xA9" },
        { "nothing is left for the end", "*0*0", "eth0" },
        { "outside of a range", "eth[0-3]", "eth4" },
        { "not of a class that it is of", "[!e]th0", "eth0" },
        { "not of a class is one byte", "eth0[!1]", "eth0" },
        { "a range that ends before it begins", "[9-0]", "5" },
        { "a dot is no wildcard", "eth.", "eth0" },
        { "a number sign is no digit", "br-#", "br-1" },
    };

    [Theory]
    [MemberData(nameof(Matching))]
    public void A_name_matches(string why, string pattern, string name) =>
        Assert.True(Matches(pattern, name) && MatchesSlowly(pattern, name), why);

    [Theory]
    [MemberData(nameof(Others))]
    public void A_name_does_not_match(string why, string pattern, string name) =>
        Assert.False(Matches(pattern, name) || MatchesSlowly(pattern, name), why);

    [Theory]
    [InlineData("br-##", "br-0f", true)]
    [InlineData("br-##", "br-0g", false)]
    [InlineData("br-##", "br-0F", false)] // Docker writes its ids in lower case
    [InlineData("br-##", "br-0", false)]
    [InlineData("#*", "a", true)]
    [InlineData("#", "/", false)] // before 0
    [InlineData("#", ":", false)] // after 9
    [InlineData("#", "`", false)] // before a
    public void A_byte_can_stand_for_a_hexadecimal_digit(string pattern, string name, bool isMatch) =>
        Assert.Equal(isMatch, DeviceGlob.Matches(Latin1.Bytes(pattern), Latin1.Bytes(name), (byte)'#'));

    /// <summary>A matcher that tries every way would need more than 10^20 steps.</summary>
    [Theory]
    [InlineData("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b")]
    [InlineData("*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*b")]
    [InlineData("*[a]*[a]*[a]*[a]*[a]*[a]*[a]*[a]*[a]*[a]*[a]*[a]*[a]*[a]*b")]
    public void Asterisks_take_no_time(string pattern)
    {
        using Watchdog watchdog = new();
        watchdog.Watch(0, pattern);
        string name = new('a', 127);
        for (int i = 0; i < 10_000; i++)
        {
            Assert.False(Matches(pattern, name));
        }
    }

    [Fact]
    public void Any_name_matches_what_it_matches_slowly() =>
        Fuzzing.Run("glob", 20_000, cases =>
        {
            Random random = new(Fuzzing.Seed);
            for (int i = 0; i < cases; i++)
            {
                string pattern = Draw(random, Pieces, 7);
                string name = Draw(random, ["a", "a", "b", "-", "]", "*"], 8);
                if (Matches(pattern, name) != MatchesSlowly(pattern, name))
                {
                    return new FuzzFault(i, pattern, "differs for " + name);
                }
            }

            return null;
        });

    public void Dispose()
    {
        patterns.Dispose();
        names.Dispose();
    }

    private static string Draw(Random random, string[] pieces, int count) =>
        string.Concat(Enumerable.Range(0, random.Next(1, count)).Select(_ => pieces[random.Next(pieces.Length)]));

    private bool Matches(string pattern, string name) =>
        DeviceGlob.Matches(patterns.LayLast(Latin1.Bytes(pattern)), names.LayLast(Latin1.Bytes(name)));

    /// <summary>The slow and obvious way: a regular expression, a piece for each piece of the pattern.</summary>
    private static bool MatchesSlowly(string pattern, string name)
    {
        string expression = Regex.Replace(
            pattern,
            @"(?s)\*|\?|\[([!^]?)((?:[^\]])+)\]|.",
            piece => piece.Value == "*" ? ".*"
                : piece.Value == "?" ? "."
                : piece.Groups[2].Success ? ToClass(piece.Groups[2].Value, piece.Groups[1].Value.Length > 0)
                : Regex.Escape(piece.Value));
        return Regex.IsMatch(name, @"(?s)\A(?:" + expression + @")\z");
    }

    /// <summary>The members of a class, each for itself; of a range that ends before it begins, none.</summary>
    private static string ToClass(string members, bool isNegated)
    {
        string all = Regex.Replace(members, "(?s)(.)-(.)", range => Between(range.Value[0], range.Value[2]));
        string none = all.Length == 0 ? "^\\s\\S" : "";
        string listed = string.Concat(all.Select(character => $"\\x{(int)character:x2}"));
        return (isNegated ? "(?!" : "(?=") + "[" + none + listed + "]).";
    }

    private static string Between(char low, char high) =>
        string.Concat(Enumerable.Range(low, Math.Max(0, high - low + 1)).Select(character => (char)character));
}
