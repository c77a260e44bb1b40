using System;
using System.Collections.Generic;
using System.IO;
using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>
/// The commit that a build states where there is no git, as in the image's build stage: read from the few files of .git
/// that are there.
/// </summary>
public sealed class RevisionTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private const string Other = "fedcba9876543210fedcba9876543210fedcba98";

    private readonly TemporaryFolder folder = new();

    public RevisionTests()
    {
        Machine.SkipUnderEmulation("the executable has no part in it");
        Directory.CreateDirectory(folder.PathOf("src/Build"));
        foreach (string name in new[] { "build.sh", "src/Build/debian.sh", "src/Build/parts.sh" })
        {
            // Not File.Copy: another test's child may have the copy open for writing when it is run (ETXTBSY).
            Tool.Succeed("cp", [Path.Combine(Machine.Repository, name), folder.PathOf(name)]);
        }
    }

    [Theory]
    [InlineData("a branch", "ref: refs/heads/main", "refs/heads/main", Commit)]
    [InlineData("a branch in folders", "ref: refs/heads/a/b", "refs/heads/a/b", Commit)]
    [InlineData("a branch that git gc has packed", "ref: refs/heads/main", "packed-refs",
        "# pack-refs with: peeled\n" + Other + " refs/heads/a/refs/heads/main\n" + Commit + " refs/heads/main\n^"
            + Other)]
    [InlineData("no branch", Commit, "packed-refs", Other + " refs/heads/main")]
    [InlineData("SHA-256", Commit + "0123456789abcdef01234567", "packed-refs", "")]
    public void The_commit_that_is_checked_out_is_found(string what, string head, string name, string text)
    {
        Write("HEAD", head);
        Write(name, text);
        Assert.Equal((what, Commit[..12]), (what, Revision()));
    }

    [Theory]
    [InlineData("the repository has no commit", "ref: refs/heads/main")]
    [InlineData("the references are stored in another way", "ref: refs/heads/.invalid")]
    [InlineData("that is no commit", "0123456789ab\"} 1")]
    [InlineData("the file is empty", "")]
    public void What_is_no_commit_is_unknown(string what, string head)
    {
        Write("HEAD", head);
        Assert.Equal((what, "unknown"), (what, Revision()));
    }

    [Fact]
    public void An_unpacked_archive_is_of_an_unknown_commit() => Assert.Equal("unknown", Revision());

    [Fact]
    public void A_worktree_is_of_an_unknown_commit()
    {
        folder.Write(".git", "gitdir: /elsewhere/.git/worktrees/one\n");
        Assert.Equal("unknown", Revision());
    }

    [Fact]
    public void REVISION_wins()
    {
        Write("HEAD", Commit);
        Assert.Equal("other", Revision("other"));
    }

    public void Dispose() => folder.Dispose();

    private void Write(string name, string text)
    {
        string path = folder.PathOf(Path.Combine(".git", name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text + "\n");
    }

    /// <summary>What build.sh says; git itself is sent to a repository that does not exist.</summary>
    private string Revision(string? given = null)
    {
        ToolResult result = Tool.Run(
            folder.PathOf("build.sh"), ["revision"],
            environment: new Dictionary<string, string?> { ["GIT_DIR"] = "/nonexistent", ["REVISION"] = given });
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return result.Output.TrimEnd('\n');
    }
}
