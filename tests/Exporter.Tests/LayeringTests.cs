using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>Arrows between rooms go down only; the folders alone say which rooms there are.</summary>
public sealed class LayeringTests
{
    private const string KnownByName = "Platform/RuntimeExportAttribute.cs";

    private static readonly RoomGraph Rooms = new(Repository.Sources);

    [Fact]
    public void No_rooms_use_each_other_in_a_circle() => Assert.Empty(Rooms.FindCircle());

    [Fact]
    public void A_room_inside_another_does_not_use_it() =>
        Assert.All(
            Rooms.Uses,
            room => Assert.DoesNotContain(room.Value, used => used.Length == 0 || room.Key.StartsWith(used + "/")));

    [Theory]
    [InlineData("Platform")] // what all others stand on
    public void A_room_at_the_bottom_uses_no_other(string room) => Assert.Empty(Rooms.Uses[room]);

    [Theory]
    [InlineData("Devices")] // a filter: name to decision
    [InlineData("Procfs", "Devices")] // a parser: bytes to snapshot
    [InlineData("Sysfs")] // likewise
    public void A_room_above_it_uses_only_those_below(string room, params string[] below) =>
        Assert.Empty(Rooms.Uses[room].Except(below).Except(["Platform"]));

    [Fact]
    public void Requests_and_responses_are_read_and_written_without_a_socket() =>
        Assert.DoesNotContain("Http/Connections", Rooms.Uses["Http/Message"]);

    /// <summary>The canary: a test that finds no circle must be able to find one.</summary>
    [Fact]
    public void A_circle_is_found()
    {
        Dictionary<string, string> sources = new()
        {
            ["A.cs"] = "using NetdevExporter.Low;\nnamespace NetdevExporter;\ninternal class A\n{ B b; }\n",
            ["Low/B.cs"] = "using NetdevExporter.Low.Deep;\nnamespace NetdevExporter.Low;\nclass B\n{ C c; }\n",
            ["Low/Deep/C.cs"] = "namespace NetdevExporter.Low.Deep;\ninternal class C\n{ }\n",
        };
        Assert.Empty(new RoomGraph(sources).FindCircle());
        sources["Low/Deep/C.cs"] = "namespace NetdevExporter.Low.Deep;\ninternal class C\n{ B b; }\n";
        Assert.Equal(["Low", "Low/Deep", "Low"], new RoomGraph(sources).FindCircle());
    }

    /// <summary>But for a type that the Native AOT compiler knows by its full name.</summary>
    [Fact]
    public void Namespaces_follow_folders() =>
        Assert.All(Repository.Sources.Where(source => source.Key != KnownByName), source => Assert.Contains(
            $"\nnamespace {RoomGraph.NamespaceOf(RoomGraph.RoomOf(source.Key))};\n", "\n" + source.Value));

    [Fact]
    public void A_file_is_named_after_one_of_its_types() =>
        Assert.All(Repository.Sources, source => Assert.Contains(
            Path.GetFileNameWithoutExtension(source.Key),
            SourceCode.FindTypes(SourceCode.Strip(source.Value)).Select(type => type.Groups[1].Value)));
}
