using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>The workflows run the actions that were chosen: a tag can be moved, a commit cannot.</summary>
public sealed class WorkflowTests
{
    private const string Pinned = "^ +(- )?uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9]+\\.[0-9]+\\.[0-9]+$";

    [Fact]
    public void Every_action_is_a_commit_with_its_release_beside_it()
    {
        string[] lines =
        [
            .. Directory.GetFiles(Repository.PathOf(".github", "workflows")).SelectMany(File.ReadAllLines)
                .Where(line => Regex.IsMatch(line, @"^[\s-]*uses\s*:")),
        ];
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Matches(Pinned, line));
    }

    [Theory]
    [InlineData("      - uses: actions/checkout@v5")]
    [InlineData("      - uses: actions/checkout@v5 # 08c6903cd8c0fde910a37f88322edcfb5dd907a8")]
    [InlineData("      - uses: actions/checkout@08c6903 # v5.0.0")]
    [InlineData("      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8")]
    [InlineData("      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5")]
    public void A_tag_or_half_of_it_would_be_noticed(string line) => Assert.DoesNotMatch(Pinned, line);
}
