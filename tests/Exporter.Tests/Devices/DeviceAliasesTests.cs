using System;
using System.Collections.Generic;
using System.Linq;
using NetdevExporter.CommandLine;
using NetdevExporter.Devices;
using NetdevExporter.Exposition;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Devices;

/// <summary>What interfaces are called.</summary>
public sealed class DeviceAliasesTests
{
    [Theory]
    [InlineData("an alias", "eth0=wan", "eth0", "wan")]
    [InlineData("none", "eth0=wan", "eth1", "eth1")]
    [InlineData("the beginning of a name", "eth0=wan", "eth", "eth")]
    [InlineData("the end of a name", "eth0=wan", "th0", "th0")]
    [InlineData("the second", "eth0=wan,eth1=lan", "eth1", "lan")]
    [InlineData("a name that is another's alias", "eth0=wan", "wan", "wan (name)")]
    [InlineData("the beginning of an alias", "eth0=wan", "wa", "wa")]
    [InlineData("swapped", "eth0=eth1,eth1=eth0", "eth0", "eth1")]
    [InlineData("swapped, the other one", "eth0=eth1,eth1=eth0", "eth1", "eth0")]
    [InlineData("in a row, the last one", "a=b,b=c", "c", "c (name)")]
    [InlineData("in a row, the middle", "a=b,b=c", "b", "c")]
    [InlineData("its own name", "a=a", "a", "a")]
    [InlineData("UTF-8", "eth0=Büro", "eth0", "Büro")]
    [InlineData("blanks within", "eth0=to the ISP", "eth0", "to the ISP")]
    [InlineData("blanks around", " eth0=wan , eth1=lan ", "eth1", "lan")]
    [InlineData("longer than a name", "lo=a loopback interface", "lo", "a loopback interface")]
    public void An_interface_is_called(string why, string pairs, string name, string label) =>
        Assert.True(label == Find(pairs, name), $"{why}: {Find(pairs, name)}");

    [Theory]
    [InlineData("eth0=wan", "wan", true)]
    [InlineData("eth0=wan", "eth0", false)]
    [InlineData("eth0=wan", "lan", false)]
    [InlineData("a=b,b=a", "a", false)] // swapped
    [InlineData("a=b,b=c", "c", true)]
    [InlineData("a=a", "a", false)]
    public void A_name_is_taken_if_it_is_anothers_alias(string pairs, string name, bool isTaken) =>
        Assert.Equal(isTaken, Create(pairs).IsTaken(Latin1.Bytes(name)));

    [Fact]
    public void A_name_longer_than_any_is_called_so_itself()
    {
        string name = new('a', Limits.NameBytesMax + 1);
        Assert.Equal(name, Find("a=b", name));
        Assert.Equal(name[1..], Find("a=b", name[1..]));
        Assert.Equal("b", Find(name[1..] + "=b", name[1..]));
    }

    /// <summary>Names of which some are aliases of others, some with what separates pairs in a list.</summary>
    [Fact]
    public void No_two_interfaces_are_ever_called_alike()
    {
        string[] words =
            ["a", "b", "c", "wan", "a=b", "a,b", "b (name)", "=a", ",a", "a=", "\xFF", "/ff", "a\"", "x y"];
        Random random = new(Fuzzing.Seed);
        for (int i = 0; i < 20_000; i++)
        {
            IEnumerable<string> drawn = Enumerable.Range(0, random.Next(1, 5)).Select(
                _ => Any(random, words) + "=" + Any(random, words));
            string pairs = string.Join(',', drawn);
            Options options = OptionsParser.Parse(["--device.alias=" + pairs], [], out string? error);
            if (error is not null)
            {
                continue;
            }

            HashSet<string> labels = [];
            foreach (string name in words.Where(word => !word.Contains(' ')).Append("é").Distinct())
            {
                Assert.True(labels.Add(Write(name, options.Aliases)), $"seed {Fuzzing.Seed}: {pairs}, {name}");
            }
        }
    }

    private static string Any(Random random, string[] words) => words[random.Next(words.Length)];

    private static string Write(string name, DeviceAliases? aliases)
    {
        byte[] storage = new byte[512];
        ByteWriter writer = new(storage);
        LabelWriter.WriteLabelEnd(ref writer, Latin1.Bytes(name), aliases);
        return Latin1.Text(storage.AsSpan(0, writer.Length));
    }

    private static string Find(string pairs, string name) =>
        System.Text.Encoding.UTF8.GetString(Create(pairs).Find(Latin1.Bytes(name)));

    private static DeviceAliases Create(string pairs)
    {
        Options options = OptionsParser.Parse(["--device.alias=" + pairs], [], out string? error);
        Assert.Null(error);
        return options.Aliases!;
    }
}
