using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.CommandLine;

/// <summary><c>--web.token-file</c>: which files are taken, and what the health check does with them.</summary>
public sealed class TokenFileFlagTests : IDisposable
{
    private const string Token = "s3cret";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("missing", "", Private, "No such file")]
    [InlineData("empty", "", Private, "empty")]
    [InlineData("blank", " \n", Private, "empty")]
    [InlineData("words", "two words\n", Private, "one word")]
    [InlineData("control", "s3cret\x01\n", Private, "one word")]
    [InlineData("open", "s3cret\n", Private | UnixFileMode.OtherWrite, "others may write to it")]
    public void A_file_that_is_no_good_is_one_line_and_exit_2(string name, string text, UnixFileMode mode, string why)
    {
        string path = folder.PathOf(name);
        if (name != "missing")
        {
            File.SetUnixFileMode(folder.Write(name, text), mode);
        }

        AssertRefused(path, why, Machine.Executable);
    }

    [Theory]
    [InlineData("/", "it is a directory; Docker creates one if the source of a mount is mistyped")]
    [InlineData("/dev/zero", "not a regular file")]
    [InlineData("/proc/self/environ/x", "Not a directory")]
    public void What_is_no_file_is_one_line_and_exit_2(string path, string why) =>
        AssertRefused(path, why, Machine.Executable);

    [Fact]
    public void A_file_that_its_user_may_not_read_is_one_line_and_exit_2()
    {
        using EmptyRoot root = new();
        root.Write("token", Token);
        File.SetUnixFileMode(root.PathOf("token"), Private);
        File.SetUnixFileMode(root.PathOf("."), Private | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        const string Why = "Permission denied; let user 65534, and nobody else, read it (chown and chmod 400)";
        AssertRefused("/token", Why, "chroot", "--userspec=65534:65534", root.PathOf("."), "/netdev-exporter");
    }

    [Fact]
    public void A_file_that_others_may_read_is_taken_with_one_warning()
    {
        string path = folder.Write("token", Token);
        File.SetUnixFileMode(path, Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead); // a Docker secret
        using Instance exporter = Start(path);
        using WireClient client = exporter.Connect();
        Assert.Equal(200, client.Get("/metrics", $"Authorization: Bearer {Token}\r\n").Status);
        _ = exporter.AwaitLogLines(4);
        string line = Assert.Single(exporter.Warnings);
        Assert.Contains("every user may read", line);
        Assert.DoesNotContain(Token, exporter.Log);
    }

    [Fact]
    public void The_health_check_carries_the_token_that_its_configuration_names()
    {
        string path = folder.Write("token", Token + "\n");
        File.SetUnixFileMode(path, Private);
        using Instance exporter = Start(path);
        string address = exporter.Address.ToString()!;
        AssertHealth(0, "ready", ("WEB_LISTEN_ADDRESS", address), ("WEB_TOKEN_FILE", path));
        AssertHealth(1, "token", ("WEB_LISTEN_ADDRESS", address));
        string other = folder.Write("other", "other");
        File.SetUnixFileMode(other, Private);
        AssertHealth(1, "token", ("WEB_LISTEN_ADDRESS", address), ("WEB_TOKEN_FILE", other));
        AssertHealth(1, "No such file", ("WEB_LISTEN_ADDRESS", address), ("WEB_TOKEN_FILE", path + "2"));
    }

    [Fact]
    public void The_health_check_says_nothing_more_of_a_file_that_others_may_read()
    {
        string path = folder.Write("token", Token);
        File.SetUnixFileMode(path, Private | UnixFileMode.OtherRead);
        using Instance exporter = Start(path);
        AssertHealth(0, "ready", ("WEB_LISTEN_ADDRESS", exporter.Address.ToString()!), ("WEB_TOKEN_FILE", path));
    }

    [Fact]
    public void One_page_needs_no_token()
    {
        string dev = folder.Write("dev", NetDevText.Plain);
        ToolResult result = Tool.Run(
            Machine.Executable, ["--once", "--path.netdev", dev, "--web.token-file=/missing"], seconds: 5);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    public void Dispose() => folder.Dispose();

    private static void AssertHealth(int exitCode, string expected, params (string Name, string Value)[] variables)
    {
        Dictionary<string, string?> environment = variables.ToDictionary(
            variable => "NETDEV_EXPORTER_" + variable.Name, variable => (string?)variable.Value);
        ToolResult result = Tool.Run(Machine.Executable, ["--healthcheck"], seconds: 5, environment: environment);
        Assert.Contains(expected, Assert.Single(result.Output.Split('\n').SkipLast(1)));
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Error));
        Assert.DoesNotContain(Token, result.Output);
    }

    private static void AssertRefused(string path, string why, params string[] command)
    {
        string[] flags = ["--web.listen-address", $"{FreePort.TakeLoopback()}", "--web.token-file", path];
        ToolResult result = Tool.Run(command[0], [.. command.Skip(1), .. flags], seconds: 5);
        string line = Assert.Single(result.Error.Split('\n').SkipLast(1));
        Assert.All(["--web.token-file", path, why], part => Assert.Contains(part, line));
        Assert.DoesNotContain(Token, line);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
    }

    private Instance Start(string path) =>
        Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Plain), "--web.token-file", path);
}
