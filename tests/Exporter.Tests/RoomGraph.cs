using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace NetdevExporter.Tests;

/// <summary>
/// The rooms of a source tree, which are its folders, and which room uses which: one uses another if its sources name a
/// type of the other and can see its namespace.
/// </summary>
internal sealed class RoomGraph
{
    private const string RootNamespace = "NetdevExporter";

    private static readonly Regex Using = new(@"^using (?:static )?([\w.]+);", RegexOptions.Multiline);

    private readonly Dictionary<string, SortedSet<string>> uses = [];

    /// <param name="sources">C# texts by their path below the tree's root, with slashes.</param>
    internal RoomGraph(IReadOnlyDictionary<string, string> sources)
    {
        Dictionary<string, string> code =
            sources.ToDictionary(source => source.Key, source => SourceCode.Strip(source.Value));
        Dictionary<string, string> roomOfType = [];
        foreach ((string path, string text) in code)
        {
            uses.TryAdd(RoomOf(path), []);
            foreach (Match type in SourceCode.FindTypes(text))
            {
                roomOfType[type.Groups[1].Value] = RoomOf(path);
            }
        }

        foreach ((string path, string text) in code)
        {
            string body = Using.Replace(text, "");
            HashSet<string> imported = [.. Using.Matches(text).Select(match => match.Groups[1].Value)];
            string own = NamespaceOf(RoomOf(path));
            IEnumerable<string> used =
                from type in roomOfType
                let other = NamespaceOf(type.Value)
                where type.Value != RoomOf(path)
                where own.StartsWith(other + ".") || imported.Any(name => name == other || name.StartsWith(other + "."))
                where SourceCode.Mentions(body, type.Key)
                select type.Value;
            uses[RoomOf(path)].UnionWith(used);
        }
    }

    /// <summary>Every room, "" for the root, with the rooms that it uses.</summary>
    internal IReadOnlyDictionary<string, SortedSet<string>> Uses => uses;

    internal static string NamespaceOf(string room) =>
        room.Length == 0 ? RootNamespace : RootNamespace + "." + room.Replace('/', '.');

    internal static string RoomOf(string path) => path.Contains('/') ? path[..path.LastIndexOf('/')] : "";

    /// <summary>The rooms of a circle, in order; empty if all arrows go down.</summary>
    internal IReadOnlyList<string> FindCircle()
    {
        HashSet<string> done = [];
        foreach (string room in uses.Keys.Order())
        {
            List<string> path = [];
            if (Visit(room, path, done))
            {
                return path;
            }
        }

        return [];
    }

    private bool Visit(string room, List<string> path, HashSet<string> done)
    {
        int start = path.IndexOf(room);
        path.Add(room);
        if (start >= 0)
        {
            path.RemoveRange(0, start);
            return true;
        }

        if (!done.Contains(room) && uses[room].Any(used => Visit(used, path, done)))
        {
            return true;
        }

        done.Add(room);
        path.RemoveAt(path.Count - 1);
        return false;
    }
}
